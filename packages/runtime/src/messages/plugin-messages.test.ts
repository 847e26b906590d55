import { beforeEach, expect, test } from 'vitest'
import { createRegistry } from '../create-registry.ts'
import { definePlugin } from '../plugin-context.ts'
import type { PluginModule } from '../registry-data.ts'
import type { Registry } from '../registry.ts'

let loaded: string[]
beforeEach(() => {
  loaded = []
})

/** A plugin with texts in two languages, and what it needs of them. */
function registryWith(level: Partial<PluginModule> = {}, broken = ''): Registry {
  const file = (locale: string, title: string) => async (): Promise<unknown> => {
    loaded.push(locale)
    if (locale === broken) throw new Error('no line')
    return { title }
  }
  const messages = {
    pattern: 'frontend/src/locales/{locale}.json',
    files: {
      '/plugins/crm/frontend/src/locales/de.json': file('de', 'Kunden'),
      '/plugins/crm/frontend/src/locales/en.json': file('en', 'Customers'),
    },
  }
  const page = { module: 'index.tsx', path: '/', load: async () => ({ default: () => null }) }
  const load = async (): Promise<PluginModule> => ({ pages: [page], messages, ...level })
  return createRegistry({
    routeBase: '/plugins',
    problems: [],
    plugins: [{ name: 'crm', version: '1.0.0', load }],
  })
}

async function open(registry: Registry, locale?: string): Promise<string> {
  const match = await registry.matchPage('/plugins/crm')
  return match.kind === 'page'
    ? (await registry.loadPage(match, locale === undefined ? {} : { locale })).kind
    : match.kind
}

test('a page waits for the texts of its language, and no others are fetched', async () => {
  const registry = registryWith()
  expect(await open(registry, 'de-AT')).toBe('component')
  expect(registry.translator('crm')('title')).toBe('Kunden')
  expect(loaded).toEqual(['de'])
})

test('a file that comes as its module has its texts', async () => {
  const module = { default: { title: 'Customers' }, [Symbol.toStringTag]: 'Module' }
  const files = { '/frontend/src/locales/en.json': async () => module }
  const registry = registryWith({ messages: { pattern: 'frontend/src/locales/{locale}.json', files } })
  expect(await open(registry)).toBe('component')
  expect(registry.translator('crm')('title')).toBe('Customers')
})

test('another language is fetched when it is asked for; until it is there the former one stays', async () => {
  const registry = registryWith()
  await open(registry, 'en')
  const { t } = registry.createContext('crm', {})
  const before = registry.translator('crm')
  let changes = 0
  registry.subscribe(() => changes++)
  registry.setLocale('de')
  expect(t('title')).toBe('Customers')
  expect(registry.peekPage('/plugins/crm').kind).toBe('component')
  await expect.poll(() => t('title')).toBe('Kunden')
  expect(registry.translator('crm')).not.toBe(before)
  expect(changes).toBeGreaterThan(0)
  changes = 0
  registry.setLocale('en')
  expect(changes).toBe(1)
  expect(t('title')).toBe('Customers')
  expect(loaded).toEqual(['en', 'de'])
})

test('the language is asked for before anything was shown', async () => {
  const registry = registryWith()
  registry.setLocale('de')
  expect(loaded).toEqual([])
  expect(await open(registry, 'de')).toBe('component')
  expect(loaded).toEqual(['de'])
})

test('a switch to texts that cannot be fetched leaves the page as it is', async () => {
  const registry = registryWith({}, 'de')
  await open(registry, 'en')
  registry.setLocale('de')
  await expect.poll(() => registry.status('crm').problems[0]?.code).toBe('RUNTIME_LOAD_FAILED')
  expect(registry.peekPage('/plugins/crm').kind).toBe('component')
  expect(registry.translator('crm')('title')).toBe('Customers')
})

test('setup has them', async () => {
  let title = ''
  const setup = async (): Promise<unknown> => ({
    default: definePlugin({
      setup({ t }) {
        title = t('title')
      },
    }),
  })
  await open(registryWith({ setup }), 'de')
  expect(title).toBe('Kunden')
})

test('new files take the place of what is shown', async () => {
  const titles = ['Customers', 'Clients']
  const files = { '/frontend/src/locales/en.json': async () => ({ title: titles.shift() }) }
  let replace: ((next: PluginModule) => void) | undefined
  const level = { messages: { pattern: 'frontend/src/locales/{locale}.json', files } }
  const hot: PluginModule['hot'] = {
    subscribe(listener) {
      replace = (next) => listener({ kind: 'replace', next })
      return () => {}
    },
  } as PluginModule['hot'] & {}
  const registry = registryWith({ ...level, hot })
  await open(registry)
  expect(registry.translator('crm')('title')).toBe('Customers')
  const page = { module: 'index.tsx', path: '/', load: async () => ({ default: () => null }) }
  replace?.({ pages: [page], ...level })
  expect(registry.peekPage('/plugins/crm').kind).toBe('component')
  await expect.poll(() => registry.translator('crm')('title')).toBe('Clients')
})

test('without texts a key is given back, and nothing is waited for', async () => {
  const registry = registryWith({ messages: { pattern: 'x/{locale}.json', files: {} } })
  expect(await open(registry)).toBe('component')
  expect(registry.translator('crm')('title')).toBe('title')
  expect(registry.translator('nobody')('title')).toBe('title')
})

test.each([
  ['locales/{locale}.json', '/plugins/my-locales/locales/', '.json'],
  ['{locale}.json', '/plugins/crm/', '.json'],
  ['locales/{locale}/texts.json', '/../data/crm/locales/', '/texts.json'],
])('the language stands where the pattern %s says', async (pattern, before, after) => {
  const files = {
    [`${before}de${after}`]: async () => ({ title: 'German' }),
    [`${before}en${after}`]: async () => ({ title: 'English' }),
  }
  const registry = registryWith({ messages: { pattern, files } })
  expect(await open(registry, 'en')).toBe('component')
  expect(registry.translator('crm')('title')).toBe('English')
})
