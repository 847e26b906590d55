// @vitest-environment happy-dom
import {
  createRegistry,
  type MountFunction,
  type PageRecord,
  type PluginRecord,
  type Registry,
  type RegistryData,
} from '@plugwright/runtime'
import { createHotPlugin } from '@plugwright/runtime/hot'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createApp, defineAsyncComponent, defineComponent, h, nextTick, ref, type Component } from 'vue'
import { usePage } from './module-context.ts'
import { PluginOutlet } from './plugin-outlet.ts'
import { PluginProvider, type PluginProviderProps } from './plugin-provider.ts'

const cleanUps: (() => void)[] = []
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp()
  vi.restoreAllMocks()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const Counter = defineComponent(() => {
  const shown = usePage()
  const count = ref(0)
  return () => h('button', { onClick: () => count.value++ }, `${shown.params['id']}:${count.value}`)
})

describe('pages', () => {
  test('shows a component with its context', async () => {
    const visited: string[] = []
    const Customer = defineComponent(() => {
      const shown = usePage()
      return () =>
        h(
          'button',
          { onClick: () => shown.navigate('/new') },
          [
            shown.plugin.name,
            shown.params['id'],
            shown.query.get('tab'),
            shown.path,
            shown.locale,
            String(shown.host),
            shown.href('/x'),
          ].join(' '),
        )
    })
    const host = await render(
      {
        registry: registryOf({ pages: [page('customer.vue', '/customers/:id', Customer)] }),
        locale: 'de',
        host: 'atrium',
        navigate: (href) => visited.push(href),
      },
      '/plugins/crm/customers/42',
      'tab=1',
    )
    await host.until(() => host.text() === 'crm 42 1 /customers/42 de atrium /plugins/crm/x')
    host.element.querySelector('button')?.click()
    expect(visited).toEqual(['/plugins/crm/new'])
    const marked = host.element.querySelector<HTMLElement>('[data-plugwright-plugin]')
    expect(marked?.dataset).toMatchObject({ plugwrightPlugin: 'crm', plugwrightModule: 'customer.vue' })
    expect(marked?.style.display).toBe('contents')
  })

  test('keeps the state of a page while only its parameters change, and drops it with the page', async () => {
    const registry = registryOf({
      pages: [page('customer.vue', '/customers/:id', Counter), page('other.vue', '/other', () => 'other')],
    })
    const host = await render({ registry }, '/plugins/crm/customers/1')
    await host.until(() => host.text() === '1:0')
    await host.click('button')
    await host.go('/plugins/crm/customers/2')
    expect(host.text()).toBe('2:1')
    await host.go('/plugins/crm/other')
    await host.until(() => host.text() === 'other')
    await host.go('/plugins/crm/customers/2')
    expect(host.text()).toBe('2:0')
  })

  test('keeps state when the manifest changes', async () => {
    const registry = registryOf({ pages: [page('customer.vue', '/customers/:id', Counter)] })
    const host = await render({ registry }, '/plugins/crm/customers/1')
    await host.until(() => host.text() === '1:0')
    await host.click('button')
    registry.replace(dataOf({ displayName: 'CRM', nav: [{ label: 'New', path: '/crm/customers/1' }] }))
    await nextTick()
    expect(host.text()).toBe('1:1')
  })

  test('names page and plugin in the title, and gives the title back', async () => {
    document.title = 'Atrium'
    const registry = registryOf({
      pages: [
        { ...page('a.vue', '/a', () => 'a'), title: { en: 'Accounts', de: 'Konten' } },
        page('b.vue', '/b', () => 'b'),
      ],
      record: { displayName: 'CRM' },
    })
    const host = await render({ registry, locale: 'de' }, '/plugins/crm/a')
    await host.until(() => host.text() === 'a')
    expect(document.title).toBe('Konten · CRM')
    await host.go('/plugins/crm/b')
    await host.until(() => host.text() === 'b')
    expect(document.title).toBe('CRM')
    await host.go('/')
    expect(document.title).toBe('Atrium')
  })

  test('aborts the signal of a page that goes', async () => {
    const signals: AbortSignal[] = []
    const Page = defineComponent(() => {
      signals.push(usePage().signal)
      return () => 'a'
    })
    const host = await render({ registry: registryOf({ pages: [page('a.vue', '/', Page)] }) }, '/plugins/crm')
    await host.until(() => host.text() === 'a')
    expect(signals.map(({ aborted }) => aborted)).toEqual([false])
    await host.go('/')
    expect(signals.map(({ aborted }) => aborted)).toEqual([true])
  })

  test('follows access in a page that is open', async () => {
    const Page = defineComponent(() => {
      const shown = usePage()
      return () => (shown.can('edit') ? 'may' : 'may not')
    })
    const registry = registryOf({ pages: [page('a.vue', '/', Page)] })
    registry.setAccess({ can: () => false })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'may not')
    registry.setAccess({ can: () => true })
    await nextTick()
    expect(host.text()).toBe('may')
  })

  test('a page with an async setup waits, and takes nothing of the host away', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => undefined)
    const later = new EventTarget()
    const arrived = new Promise((resolve) => later.addEventListener('arrive', resolve))
    const Page = defineComponent({
      async setup() {
        await arrived
        return () => 'there'
      },
    })
    const registry = registryOf({ pages: [page('a.vue', '/', Page)] })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.element.querySelector('[aria-busy=true]') !== null)
    later.dispatchEvent(new Event('arrive'))
    await host.until(() => host.text() === 'there')
  })

  test('says that it loads only when that takes a while', async () => {
    vi.useFakeTimers()
    const registry = registryOf({
      pages: [{ ...page('a.vue', '/', () => 'a'), load: () => new Promise(() => undefined) }],
    })
    const host = await render({ registry }, '/plugins/crm')
    expect(host.element.querySelector('[aria-busy=true]')?.textContent).toBe('')
    await vi.advanceTimersByTimeAsync(100)
    expect(host.text()).toBe('Loading…')
  })
})

describe('pages without a framework', () => {
  test('mounts, updates and leaves', async () => {
    const log: string[] = []
    const mount: MountFunction = (element, { params }) => {
      log.push(`mount ${params['id']}`)
      element.append(String(params['id']))
      return { update: (next) => log.push(`update ${next.params['id']}`), unmount: () => log.push('unmount') }
    }
    const registry = registryOf({ pages: [mountPageOf('dom.ts', '/:id', mount)] })
    const host = await render({ registry }, '/plugins/crm/1')
    await host.until(() => host.text() === '1')
    await host.go('/plugins/crm/2')
    await host.go('/')
    expect(log).toEqual(['mount 1', 'update 2', 'unmount'])
  })

  test('mounts again for another address where there is no update, and for nothing less', async () => {
    const log: string[] = []
    const mount: MountFunction = (element, { params, signal }) => {
      element.append(String(params['id']))
      return () => log.push(`left ${params['id']} ${signal.aborted}`)
    }
    const registry = registryOf({ pages: [mountPageOf('dom.ts', '/:id', mount)] })
    const host = await render({ registry }, '/plugins/crm/1')
    await host.until(() => host.text() === '1')
    registry.setAccess({ can: () => true })
    await nextTick()
    registry.replace(dataOf({ displayName: 'CRM' }))
    await nextTick()
    expect(log).toEqual([])
    await host.go('/plugins/crm/2')
    expect([log, host.text()]).toEqual([['left 1 true'], '2'])
  })

  test('shows the failed card when mount throws', async () => {
    const registry = registryOf({
      pages: [
        mountPageOf('dom.ts', '/', () => {
          throw new Error('no canvas')
        }),
      ],
    })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    expect(host.text()).toContain('no canvas')
  })
})

describe('cards', () => {
  const data: RegistryData = {
    routeBase: '/plugins',
    problems: [
      {
        plugin: 'torn',
        code: 'MANIFEST_YAML',
        message: 'It is not YAML.',
        file: '/srv/torn/plugin.yaml',
        line: 2,
        column: 3,
        frame: '> 2 | name:',
      },
    ],
    plugins: [
      {
        name: 'crm',
        version: '1.0.0',
        displayName: 'CRM',
        load: async () => ({
          pages: [
            { ...page('a.vue', '/gated', () => 'a'), permission: 'crm.read' },
            page('none.vue', '/none', undefined),
          ],
        }),
        nav: [{ label: 'Accounts', path: '/crm/accounts' }],
      },
      { name: 'off', version: '1.0.0', disabled: true, load: neverLoaded },
    ],
  }

  test.each([
    ['/plugins/nobody', 'not-installed', 'There is no plugin named nobody.'],
    ['/plugins/off', 'disabled', 'It is switched off.'],
    ['/plugins/torn', 'invalid', 'It is not YAML.'],
    ['/plugins/crm/nowhere', 'not-found', 'It has no page at /nowhere.'],
    ['/plugins/crm/gated', 'forbidden', 'It needs the permission crm.read.'],
    [
      '/plugins/crm/none',
      'failed',
      'The module exports neither a default component nor a function named mount.',
    ],
    ['/plugins', 'index', 'Accounts'],
  ])('%s is a card of its own: %s', async (pathname, kind, text) => {
    const host = await render({ registry: createRegistry(data) }, pathname)
    await host.until(() => host.card() === kind)
    expect(host.text()).toContain(text)
    const card = host.element.querySelector('.plugwright-card')
    expect(card?.getAttribute('role')).toBe(['failed', 'invalid'].includes(kind) ? 'alert' : null)
    const title = card?.getAttribute('aria-labelledby')
    expect(host.element.querySelector(`[id="${title}"]`)?.tagName).toBe('H2')
  })

  test('a host without plugins says how to make one', async () => {
    const registry = createRegistry({ routeBase: '/plugins', plugins: [], problems: [] })
    const host = await render({ registry }, '/plugins/x')
    expect(host.card()).toBe('empty')
    expect(host.text()).toContain('pages/index.vue')
  })

  test('outside of routeBase there is nothing', async () => {
    const host = await render({ registry: createRegistry(data) }, '/settings')
    expect([host.text(), host.element.childElementCount]).toEqual(['', 0])
  })

  test('a host shows its own card, and its own index', async () => {
    const Own = defineComponent({
      props: ['subject'],
      setup: (props) => () => `own ${(props['subject'] as { kind: string }).kind}`,
    })
    const props = { registry: createRegistry(data), cards: { forbidden: Own } }
    const host = await render(props, '/plugins/crm/gated', '', () => 'own index')
    await host.until(() => host.text() === 'own forbidden')
    await host.go('/plugins')
    expect(host.text()).toBe('own index')
  })

  test('in development a problem has its frame and a link that opens the editor', async () => {
    const fetched: unknown[] = []
    vi.stubGlobal('fetch', async (address: unknown) => fetched.push(address))
    const registry = createRegistry({ ...data, dev: true }, { warn: () => undefined })
    const host = await render({ registry, base: '/app' }, '/plugins/torn')
    expect(host.text()).toContain('> 2 | name:')
    const link = host.element.querySelector('a')
    expect(link?.getAttribute('href')).toBe('/app/__open-in-editor?file=%2Fsrv%2Ftorn%2Fplugin.yaml%3A2%3A3')
    link?.click()
    expect(fetched).toEqual([link?.getAttribute('href')])
  })

  test('a failed import tells plugin, version, file and reason, and loads again on demand', async () => {
    let isDown = true
    const load = async (): Promise<unknown> => {
      if (isDown) throw new TypeError('Failed to fetch dynamically imported module')
      return { default: () => 'there' }
    }
    const registry = registryOf({ pages: [{ module: 'frontend/src/pages/a.vue', path: '/', load }] })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    for (const part of ['crm 1.0.0', 'frontend/src/pages/a.vue', 'Failed to fetch'])
      expect(host.text()).toContain(part)
    isDown = false
    await host.click('button')
    await host.until(() => host.text() === 'there')
  })
})

describe('errors', () => {
  test('a page that throws shows its card, is in the status, and can be tried again', async () => {
    let isBroken = true
    const registry = registryOf({
      pages: [
        page('a.vue', '/', () => {
          if (isBroken) throw new Error('no rows')
          return 'rows'
        }),
        page('b.vue', '/b', () => 'b'),
      ],
    })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    expect(host.text()).toContain('no rows')
    expect(registry.status('crm').problems).toMatchObject([{ code: 'RUNTIME_RENDER_FAILED', file: 'a.vue' }])

    await host.go('/plugins/crm/b')
    await host.until(() => host.text() === 'b')
    expect(registry.status('crm').problems).toEqual([])

    await host.go('/plugins/crm')
    await host.until(() => host.card() === 'failed')
    isBroken = false
    await host.click('button')
    expect(host.text()).toBe('rows')
    expect(registry.status('crm').problems).toEqual([])
  })

  test.each([
    ['setup', { setup: () => fail('no rows') }],
    ['an async setup', { setup: async () => fail('no rows') }],
    ['mounted', { mounted: () => fail('no rows'), render: () => 'shown' }],
    ['a component that is loaded', defineAsyncComponent(async () => fail('no rows'))],
  ] as [string, Component][])('%s that throws shows the card', async (_place, Page) => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    vi.spyOn(console, 'info').mockImplementation(() => undefined)
    const host = await render({ registry: registryOf({ pages: [page('a.vue', '/', Page)] }) }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    expect(host.text()).toContain('no rows')
  })

  test('an event handler that throws is the application’s matter and leaves the page', async () => {
    const Page = { render: () => h('button', { onClick: () => fail('no file') }, 'there') }
    const registry = registryOf({ pages: [page('a.vue', '/', Page)] })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'there')
    await host.click('button')
    expect(host.text()).toBe('there')
    expect(host.errors).toEqual(['no file'])
  })
})

describe('hot updates', () => {
  test('a module that Vue did not update mounts anew; a broken one shows what the server says', async () => {
    const hot = createHotPlugin({})
    const registry = registryOf({ pages: [page('a.vue', '/', () => 'one')], hot })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'one')
    hot.update('a.vue', { default: () => 'two', limit: 3 })
    await host.until(() => host.text() === 'two')

    registry.reportProblem({
      plugin: 'crm',
      code: 'CODE_SYNTAX',
      message: 'Unexpected token',
      file: '/srv/crm/a.vue',
    })
    hot.update('a.vue', {})
    await host.until(() => host.card() === 'failed')
    hot.update('a.vue', { default: () => 'whole' })
    await host.until(() => host.text() === 'whole')
  })

  test('an update mends a page that threw', async () => {
    const hot = createHotPlugin({})
    const registry = registryOf({ pages: [page('a.vue', '/', () => fail('no rows'))], hot })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    hot.update('a.vue', { default: () => 'rows' })
    await host.until(() => host.text() === 'rows')
  })

  test('a plugin that is removed and comes back', async () => {
    const registry = registryOf({ pages: [page('a.vue', '/', () => 'a')] })
    const again = dataOf({ load: async () => ({ pages: [page('a.vue', '/', () => 'again')] }) })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'a')
    const other: PluginRecord = { name: 'other', version: '1.0.0', load: neverLoaded }
    registry.replace({ routeBase: '/plugins', plugins: [other], problems: [] })
    await host.until(() => host.card() === 'not-installed')
    registry.replace({ routeBase: '/plugins', plugins: [...again.plugins, other], problems: [] })
    await host.until(() => host.text() === 'again')
  })
})

function fail(message: string): never {
  throw new Error(message)
}

function neverLoaded(): Promise<never> {
  return Promise.reject(new Error('this plugin is not to be loaded'))
}

function page(module: string, path: string, component: Component | (() => string) | undefined): PageRecord {
  return { module, path, load: async () => ({ default: component }) }
}

function mountPageOf(module: string, path: string, mount: MountFunction): PageRecord {
  return { module, path, load: async () => ({ mount }) }
}

function dataOf(record: Partial<PluginRecord>): RegistryData {
  return {
    routeBase: '/plugins',
    problems: [],
    plugins: [{ name: 'crm', version: '1.0.0', load: neverLoaded, ...record }],
  }
}

function registryOf({
  pages,
  hot,
  record = {},
}: {
  pages: readonly PageRecord[]
  hot?: ReturnType<typeof createHotPlugin>
  record?: Partial<PluginRecord>
}): Registry {
  return createRegistry(dataOf({ load: async () => ({ pages, ...(hot && { hot }) }), ...record }))
}

interface RenderedHost {
  readonly element: HTMLElement
  /** What reached the application's own error handler. */
  readonly errors: readonly string[]
  readonly text: () => string | null
  readonly card: () => string | null | undefined
  readonly go: (pathname: string) => Promise<void>
  readonly click: (selector: string) => Promise<void>
  readonly until: (isReached: () => boolean) => Promise<void>
}

// oxlint-disable-next-line max-params -- what a test says about its host
async function render(
  props: PluginProviderProps,
  pathname: string,
  search = '',
  index?: () => string,
): Promise<RenderedHost> {
  const element = document.createElement('div')
  document.body.append(element)
  const where = ref(pathname)
  const errors: string[] = []
  const app = createApp(() =>
    h(PluginProvider, { ...props }, () =>
      h(PluginOutlet, { pathname: where.value, search }, index && { index }),
    ),
  )
  app.config.errorHandler = (error) => errors.push((error as Error).message)
  app.mount(element)
  cleanUps.push(() => {
    app.unmount()
    element.remove()
  })
  await nextTick()
  const text = (): string | null => element.textContent
  return {
    element,
    errors,
    text,
    card: () => element.querySelector('[data-plugwright-card]')?.getAttribute('data-plugwright-card'),
    async go(next) {
      where.value = next
      await nextTick()
    },
    async click(selector) {
      element.querySelector<HTMLElement>(selector)?.click()
      await nextTick()
    },
    until: (isReached) => vi.waitFor(() => expect(isReached(), `${text()}`).toBe(true)),
  }
}
