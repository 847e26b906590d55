import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Plugin } from 'vite'
import { plugwright } from './index.ts'
import { createTestHost, startTestServer } from './vite-host.test.kit.ts'
import type { TestHost, TestServer } from './vite-host.test.kit.ts'

const page = (text: string): string => `export function mount(element) { element.textContent = '${text}' }\n`

function plugin(name: string, version = '1.0.0'): string {
  return `name: ${name}\nversion: ${version}\nnav: [{ label: ${name}, path: /${name} }]\n`
}

let host: TestHost
let outside: TestHost
let dev: TestServer

beforeAll(async () => {
  host = await createTestHost({
    'plugins/crm/plugin.yaml': plugin('crm'),
    'plugins/crm/frontend/src/pages/index.ts': page('crm'),
    'plugins/crm/frontend/src/pages/deals.ts': `import { text } from '../text.ts'\nexport const mount = () => text\n`,
    'plugins/crm/frontend/src/text.ts': "export const text = 'deals'\n",
  })
  outside = await createTestHost({})
  dev = await startTestServer(host, {
    roots: ['plugins', { dir: join(outside.dir, 'not/yet'), source: 'data' }],
    plugins: [join(outside.dir, 'one/alone')],
    slots: { dashboard: {} },
  })
})

afterAll(async () => {
  await dev[Symbol.asyncDispose]()
  await host[Symbol.asyncDispose]()
  await outside[Symbol.asyncDispose]()
})

// What a browser with everything open would have loaded.
beforeEach(async () => {
  await open('virtual:plugwright')
  await open('virtual:plugwright/plugin/crm')
  await open('/plugins/crm/frontend/src/pages/index.ts')
  await open('/plugins/crm/frontend/src/pages/deals.ts')
  await open('/plugins/crm/frontend/src/text.ts')
  dev.sent.length = 0
})

function open(url: string): Promise<string> {
  return dev.fetch(url)
}

async function addressOfLevels(): Promise<string | undefined> {
  const importPattern = /"(\/@id\/__x00__virtual:plugwright\/levels[^"]*)"/
  return importPattern.exec(await open('virtual:plugwright'))?.[1]
}

/** What was updated since the test began, as `boundary ← changed`. */
function updates(): string[] {
  return dev.sent.flatMap((message) =>
    message.type === 'update'
      ? (message['updates'] as { path: string; acceptedPath: string }[]).map(({ path, acceptedPath }) =>
          path === acceptedPath ? clean(path) : `${clean(path)} ← ${clean(acceptedPath)}`,
        )
      : [],
  )
}

function clean(url: string): string {
  return url.replace('/@id/__x00__', '').replace('\0', '').replace('/plugins/crm/frontend/src/', '')
}

function problems(): unknown {
  return dev.sent.findLast(({ event }) => event === 'plugwright:problems')?.['data']
}

test('one line and no warning on start', () => {
  expect(dev.logger.infos[0]).toBe('plugwright  1 plugin · 2 pages → /__plugwright/')
  expect(dev.logger.warnings.join()).not.toContain('crm')
})

test('a manifest edit updates the registry, and nothing where the plugin stays the same', async () => {
  await host.write({ 'plugins/crm/plugin.yaml': plugin('crm', '1.0.1') })
  await expect.poll(updates).toEqual(['virtual:plugwright'])
  expect(await open('virtual:plugwright')).toContain('"version":"1.0.1"')
  await expect
    .poll(() => dev.logger.infos.at(-1))
    .toBe('plugwright  1 plugin · 2 pages (crm changed) → /__plugwright/')

  dev.sent.length = 0
  const lines = dev.logger.infos.length
  await host.write({ 'plugins/crm/plugin.yaml': `${plugin('crm', '1.0.1')}# a comment\n` })
  await host.write({ 'plugins/crm/frontend/src/pages/extra.ts': page('extra') })
  // The page came after the comment, and its update is the only one.
  await expect.poll(updates).toEqual(['virtual:plugwright/plugin/crm'])
  await expect
    .poll(() => dev.logger.infos.slice(lines).filter((text) => text.startsWith('plugwright')))
    .toEqual(['plugwright  1 plugin · 3 pages (crm changed) → /__plugwright/'])
})

test('a manifest edit resolves no import again but those of the registry', async () => {
  let edits = 0
  // A busy machine may tell emptying and filling the file as two changes, and without its name there is no plugin.
  await expect
    .poll(async () => {
      const before = await addressOfLevels()
      const version = `2.0.${(edits += 1)}`
      await host.write({ 'plugins/crm/plugin.yaml': plugin('crm', version) })
      await expect.poll(() => open('virtual:plugwright')).toContain(version)
      return (await addressOfLevels()) === before
    })
    .toBe(true)

  const before = await addressOfLevels()
  await host.write({ 'plugins/more/plugin.yaml': 'name: more\nversion: 1.0.0\n' })
  await expect.poll(addressOfLevels).not.toBe(before)
  await expect.poll(() => open('virtual:plugwright/levels')).toContain('virtual:plugwright/plugin/more')
  await host.write({ 'plugins/more': undefined })
  await expect.poll(() => open('virtual:plugwright')).not.toContain('more')
})

test('a virtual module has no source map', async () => {
  const [origin = ''] = dev.server.resolvedUrls?.local ?? []
  const served = await fetch(new URL('/@id/__x00__virtual:plugwright', origin))
  expect(await served.text()).toMatch(/"name":"crm"(?![^]*sourceMappingURL)/)
})

test('a page that is removed is pruned, and gets no update of its own', async () => {
  await open('/plugins/crm/frontend/src/pages/extra.ts')
  await host.write({ 'plugins/crm/frontend/src/pages/extra.ts': undefined })
  await expect.poll(updates).toEqual(['virtual:plugwright/plugin/crm'])
  expect(await open('virtual:plugwright/plugin/crm')).not.toContain('extra')
})

test('a page that comes back is sent once, with its plugin, at another address', async () => {
  const [back, level] = ['plugins/crm/frontend/src/pages/back.ts', 'virtual:plugwright/plugin/crm']
  await host.write({ [back]: page('first') })
  await expect.poll(() => open(level)).toContain('pages/back.ts')
  await open(`/${back}`)
  await host.write({ [back]: undefined })
  await expect.poll(() => open(level)).not.toContain('pages/back.ts')
  dev.sent.length = 0

  await host.write({ [back]: page('second') })
  await expect.poll(() => open(level)).toMatch(/pages\/back\.ts\?t=\d+/)
  expect(await open(`/${back}`)).toContain('second')
  await host.write({ 'plugins/crm/frontend/src/text.ts': "export const text = 'after it'\n" })
  await expect.poll(updates).toEqual([level, `${level} ← pages/deals.ts`])
  await host.write({ [back]: undefined })
  await expect.poll(() => open(level)).not.toContain('pages/back.ts')
})

test('who asks for a plugin while its page goes is not told of an error', async () => {
  const leaving = 'plugins/crm/frontend/src/pages/leaving.ts'
  await host.write({ [leaving]: page('leaving') })
  await expect.poll(updates).toEqual(['virtual:plugwright/plugin/crm'])
  await host.write({ [leaving]: undefined })
  await open('virtual:plugwright/plugin/crm')
  await expect.poll(() => open('virtual:plugwright/plugin/crm')).not.toContain('leaving')
})

test('a helper of a page updates that page by name', async () => {
  await host.write({ 'plugins/crm/frontend/src/text.ts': "export const text = 'other deals'\n" })
  await expect.poll(updates).toEqual(['virtual:plugwright/plugin/crm ← pages/deals.ts'])
})

test('a plugin that is added, broken, repaired and removed', async () => {
  await host.write({
    'plugins/guest/frontend/src/pages/index.ts': page('guest'),
    'plugins/guest/plugin.yaml': plugin('guest'),
  })
  await expect.poll(() => open('virtual:plugwright')).toContain('"name":"guest"')
  expect(await open('virtual:plugwright/plugin/guest')).toContain('guest/frontend/src/pages/index.ts')
  await expect
    .poll(() => readFile(join(host.dir, '.plugwright/types.d.ts'), 'utf8'))
    .toContain('"crm" | "guest"')

  await host.write({ 'plugins/guest/plugin.yaml': 'name: guest\nversion: 1.0\n' })
  await expect.poll(() => open('virtual:plugwright')).toContain('"code":"MANIFEST_WRONG_TYPE"')
  await expect
    .poll(() => dev.logger.warnings.filter((text) => text.includes('MANIFEST_WRONG_TYPE')))
    .toHaveLength(1)
  expect(dev.logger.infos.findLast((text) => text.startsWith('plugwright'))).toContain('1 broken')

  await host.write({ 'plugins/guest/plugin.yaml': plugin('guest', '2.0.0') })
  await expect.poll(() => open('virtual:plugwright')).toContain('"version":"2.0.0"')
  await host.write({ 'plugins/guest': undefined })
  await expect.poll(() => open('virtual:plugwright')).not.toContain('guest')
  expect(dev.sent.some(({ type }) => type === 'full-reload')).toBe(false)
})

test('a root that appears outside the Vite root, with a plugin that is shadowed', async () => {
  await outside.write({ 'not/yet/crm/plugin.yaml': plugin('crm', '0.9.0') })
  await expect.poll(() => open('virtual:plugwright')).toContain('PLUGIN_SHADOWED')
  await outside.write({
    'not/yet/data-only/plugin.yaml': plugin('data-only'),
    'not/yet/data-only/frontend/src/pages/index.ts': page('data'),
  })
  await expect
    .poll(() => open('virtual:plugwright'))
    .toContain('"name":"data-only","version":"1.0.0","source":"data"')
  const file = `/@fs${outside.dir}/not/yet/data-only/frontend/src/pages/index.ts`
  const [origin = ''] = dev.server.resolvedUrls?.local ?? []
  expect((await fetch(new URL(file, origin))).status).toBe(200)
})

test('a single plugin that appears later', async () => {
  await outside.write({ 'one/alone/plugin.yaml': 'name: alone\nversion: 1.0.0\n' })
  await expect
    .poll(() => open('virtual:plugwright'))
    .toContain('"name":"alone","version":"1.0.0","source":"single"')
})

test('code that does not parse is a problem of its page, without an error for the whole app', async () => {
  await host.write({ 'plugins/crm/frontend/src/text.ts': 'export const text = \n' })
  await expect.poll(updates).toEqual(['virtual:plugwright/plugin/crm ← pages/deals.ts'])
  expect(problems()).toMatchObject([
    {
      plugin: 'crm',
      code: 'VITE_SYNTAX_ERROR',
      line: 2,
      file: `${host.dir}/plugins/crm/frontend/src/text.ts`,
    },
  ])
  expect(await open('/plugins/crm/frontend/src/pages/deals.ts')).not.toContain('mount')
  expect(await open('/plugins/crm/frontend/src/pages/index.ts')).toContain('mount')
  expect(dev.logger.warnings.at(-1)).toMatch(
    /^plugins\/crm\/frontend\/src\/text\.ts:2:1 {2}VITE_SYNTAX_ERROR/,
  )

  dev.sent.length = 0
  await host.write({ 'plugins/crm/frontend/src/text.ts': "export const text = 'repaired'\n" })
  await expect.poll(updates).toContain('virtual:plugwright/plugin/crm ← pages/deals.ts')
  expect(problems()).toEqual([])
  expect(await open('/plugins/crm/frontend/src/pages/deals.ts')).toContain('mount')
  expect(dev.sent.filter(({ type }) => type === 'error' || type === 'full-reload')).toEqual([])
})

test('an import that leads nowhere is repaired by the file that it meant', async () => {
  const deals = 'plugins/crm/frontend/src/pages/deals.ts'
  await host.write({ [deals]: "import { late } from '../late.ts'\nexport const mount = late\n" })
  await expect.poll(problems).toMatchObject([{ code: 'VITE_UNRESOLVED_IMPORT', line: 1, column: 22 }])
  await open(`/${deals}`)
  await host.write({ 'plugins/crm/frontend/src/late.ts': 'export const late = () => {}\n' })
  await expect.poll(problems).toEqual([])
  await expect.poll(() => open(`/${deals}`)).toContain('mount')
})

test('types that only TypeScript sees are no missing imports', async () => {
  const deals = 'plugins/crm/frontend/src/pages/deals.ts'
  await host.write({
    'plugins/crm/frontend/src/model.d.ts': 'export interface Deal { name: string }\n',
    [deals]: "import { Deal } from '../model'\nexport const mount = (deal: Deal) => deal.name\n",
  })
  await expect.poll(() => open(`/${deals}`)).toContain('deal.name')
  expect(problems() ?? []).toEqual([])
})

test('what is being made when the plugins change is made anew for the next one', async () => {
  await using other = await createTestHost({ 'plugins/crm/plugin.yaml': plugin('crm') })
  let finish: (() => void) | undefined
  const made = new Promise<undefined>((resolve) => (finish = () => resolve(undefined)))
  const slow: Plugin = {
    name: 'slow',
    transform: { filter: { id: /virtual:plugwright\/levels/ }, handler: () => made },
  }
  await using slowed = await startTestServer(other, {}, { plugins: [plugwright(), slow] })
  const early = slowed.fetch('virtual:plugwright/levels')
  await other.write({
    'plugins/new/frontend/src/pages/index.ts': page('new'),
    'plugins/new/plugin.yaml': plugin('new'),
  })
  await expect.poll(() => slowed.logger.infos.join()).toContain('new added')
  finish?.()
  expect(await early).not.toContain('"new"')
  expect(await slowed.fetch('virtual:plugwright/levels')).toContain('"new"')
})

test('a page that does not parse is no error where its plugin takes no part', async () => {
  const [origin = ''] = dev.server.resolvedUrls?.local ?? []
  const [manifest, file] = ['plugins/absent/plugin.yaml', 'plugins/absent/frontend/src/pages/index.ts']
  await host.write({ [manifest]: 'name: absent\nversion: 1.0\n', [file]: 'export const = 1\n' })
  await expect.poll(() => open('virtual:plugwright')).toContain('absent')
  expect((await fetch(new URL(file, origin))).status).toBe(404)
  expect(dev.sent.filter(({ type }) => type === 'error')).toEqual([])
})

test('a bundled dev server starts, with a warning', async () => {
  await using other = await createTestHost({ 'plugins/crm/plugin.yaml': 'name: crm\nversion: 1.0.0\n' })
  await using bundled = await startTestServer(other, {}, { experimental: { bundledDev: true } })
  expect(bundled.logger.warnings.join()).toContain('VITE_BUNDLED_DEV')
  await other.write({ 'plugins/new/plugin.yaml': 'name: new\nversion: 1.0.0\n' })
  await expect
    .poll(() => bundled.logger.infos)
    .toContain('plugwright  2 plugins · 0 pages (new added) → /__plugwright/')
  expect(bundled.logger.errors).toEqual([])
})
