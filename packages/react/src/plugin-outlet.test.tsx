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
import { act, Fragment, lazy, StrictMode, useState, type ReactElement, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PluginOutlet } from './plugin-outlet.tsx'
import { PluginProvider, type PluginProviderProps } from './plugin-provider.tsx'
import { usePage } from './module-context.ts'

const cleanUps: (() => void)[] = []
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
})
afterEach(() => {
  act(() => {
    for (const cleanUp of cleanUps.splice(0)) cleanUp()
  })
  vi.restoreAllMocks()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('pages', () => {
  test('shows a component with its context', async () => {
    const visited: string[] = []
    const registry = registryOf({
      pages: [
        page('customer.tsx', '/customers/:id', () => {
          const { params, query, path, locale, host, plugin, href, navigate } = usePage()
          return (
            <button type="button" onClick={() => navigate('/new')}>
              {[plugin.name, params['id'], query.get('tab'), path, locale, String(host), href('/x')].join(
                ' ',
              )}
            </button>
          )
        }),
      ],
    })
    const host = await render(
      { registry, locale: 'de', host: 'atrium', navigate: (href) => visited.push(href) },
      '/plugins/crm/customers/42',
      'tab=1',
    )
    await host.until(() => host.text() === 'crm 42 1 /customers/42 de atrium /plugins/crm/x')
    act(() => host.element.querySelector('button')?.click())
    expect(visited).toEqual(['/plugins/crm/new'])
  })

  test('says on an element without a box whose page it is', async () => {
    const registry = registryOf({
      pages: [page('a.tsx', '/a', () => 'a'), page('b.tsx', '/b', () => 'b')],
    })
    const host = await render({ registry }, '/plugins/crm/a')
    await host.until(() => host.text() === 'a')
    const marks = (): (string | undefined)[] =>
      [...host.element.querySelectorAll<HTMLElement>('[data-plugwright-plugin]')].flatMap(
        ({ dataset, style }) => [dataset['plugwrightPlugin'], dataset['plugwrightModule'], style.display],
      )
    expect(marks()).toEqual(['crm', 'a.tsx', 'contents'])
    await host.go('/plugins/crm/b')
    await host.until(() => host.text() === 'b')
    expect(marks()).toEqual(['crm', 'b.tsx', 'contents'])
  })

  test('keeps the state of a page while only its parameters change, and drops it with the page', async () => {
    const registry = registryOf({
      pages: [page('customer.tsx', '/customers/:id', Counter), page('other.tsx', '/other', () => 'other')],
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
    const registry = registryOf({ pages: [page('customer.tsx', '/customers/:id', Counter)] })
    const host = await render({ registry }, '/plugins/crm/customers/1')
    await host.until(() => host.text() === '1:0')
    await host.click('button')
    await act(async () =>
      registry.replace(dataOf({ displayName: 'CRM', nav: [{ label: 'New', path: '/crm/customers/1' }] })),
    )
    expect(host.text()).toBe('1:1')
  })

  test('names page and plugin in the title, and gives the title back', async () => {
    document.title = 'Atrium'
    const registry = registryOf({
      pages: [
        { ...page('a.tsx', '/a', () => 'a'), title: { en: 'Accounts', de: 'Konten' } },
        page('b.tsx', '/b', () => 'b'),
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

  test('aborts the signal of a page that goes, and of no page that stays under StrictMode', async () => {
    const signals: AbortSignal[] = []
    const registry = registryOf({
      pages: [
        page('a.tsx', '/', () => {
          signals.push(usePage().signal)
          return 'a'
        }),
      ],
    })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'a')
    expect(signals.at(-1)?.aborted).toBe(false)
    await host.go('/')
    expect(signals.at(-1)?.aborted).toBe(true)
  })

  test('follows access in a page that is open', async () => {
    const registry = registryOf({
      pages: [page('a.tsx', '/', () => (usePage().can('edit') ? 'may' : 'may not'))],
    })
    registry.setAccess({ can: () => false })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'may not')
    await act(async () => registry.setAccess({ can: () => true }))
    expect(host.text()).toBe('may')
  })

  test('a page that waits takes nothing of the host away', async () => {
    const Late = lazy(() => new Promise<never>(() => undefined))
    const registry = registryOf({ pages: [page('a.tsx', '/', () => <Late />)] })
    const element = await render({ registry, children: 'sidebar' }, '/plugins/crm')
    await element.until(() => registry.status('crm').state === 'active')
    expect(element.text()).toContain('sidebar')
    expect(element.element.querySelector('[aria-busy=true]')).not.toBeNull()
  })

  test('says that it loads only when that takes a while', async () => {
    vi.useFakeTimers()
    const registry = registryOf({
      pages: [{ ...page('a.tsx', '/', () => 'a'), load: () => new Promise(() => undefined) }],
    })
    const host = await render({ registry }, '/plugins/crm')
    expect(host.element.querySelector('[aria-busy=true]')?.textContent).toBe('')
    await act(() => vi.advanceTimersByTimeAsync(100))
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
    const host = await render({ registry }, '/plugins/crm/1', '', Fragment)
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
    const host = await render({ registry }, '/plugins/crm/1', '', Fragment)
    await host.until(() => host.text() === '1')
    await act(async () => registry.setAccess({ can: () => true }))
    await act(async () => registry.replace(dataOf({ displayName: 'CRM' })))
    await host.go('/plugins/crm/1')
    expect(log).toEqual([])
    await host.go('/plugins/crm/2')
    expect([log, host.text()]).toEqual([['left 1 true'], '2'])
  })

  test('is there once under StrictMode', async () => {
    const registry = registryOf({ pages: [mountPageOf('dom.ts', '/', (element) => element.append('dom'))] })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'dom')
    expect(host.text()).toBe('dom')
  })

  test('shows the failed card when mount throws', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
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
            { ...page('a.tsx', '/gated', () => 'a'), permission: 'crm.read' },
            page('none.tsx', '/none', undefined),
          ],
        }),
        nav: [{ label: 'Accounts', path: '/crm/accounts' }],
      },
      { name: 'off', version: '1.0.0', disabled: true, load: neverLoaded },
      { name: 'needy', version: '1.0.0', requires: { plugins: { gone: '^1.0.0' } }, load: neverLoaded },
    ],
  }

  test.each([
    ['/plugins/nobody', 'not-installed', 'There is no plugin named nobody.'],
    ['/plugins/off', 'disabled', 'It is switched off.'],
    ['/plugins/needy', 'blocked', 'It needs the plugin gone ^1.0.0, which is not installed.'],
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
    expect(host.element.querySelector('.plugwright-card')?.getAttribute('role')).toBe(
      ['failed', 'invalid', 'blocked'].includes(kind) ? 'alert' : null,
    )
  })

  test('a host without plugins says how to make one', async () => {
    const host = await render(
      { registry: createRegistry({ routeBase: '/plugins', plugins: [], problems: [] }) },
      '/plugins/x',
    )
    expect(host.card()).toBe('empty')
    expect(host.text()).toContain('plugin.yaml')
  })

  test('outside of routeBase there is nothing', async () => {
    const host = await render({ registry: createRegistry(data) }, '/settings')
    expect(host.element.innerHTML).toBe('')
  })

  test('a host shows its own card, and its own index', async () => {
    const cards = { forbidden: ({ subject }: { subject: { kind: string } }) => <b>own {subject.kind}</b> }
    const host = await render({ registry: createRegistry(data), cards }, '/plugins/crm/gated')
    await host.until(() => host.text() === 'own forbidden')
  })

  test('in development a problem has its frame and a link that opens the editor', async () => {
    const fetched: unknown[] = []
    vi.stubGlobal('fetch', async (address: unknown) => fetched.push(address))
    const host = await render(
      { registry: createRegistry({ ...data, dev: true }, { warn: () => undefined }), base: '/app' },
      '/plugins/torn',
    )
    expect(host.text()).toContain('> 2 | name:')
    const link = host.element.querySelector('a')
    expect(link?.getAttribute('href')).toBe('/app/__open-in-editor?file=%2Fsrv%2Ftorn%2Fplugin.yaml%3A2%3A3')
    await act(async () => link?.click())
    expect(fetched).toEqual([link?.getAttribute('href')])
  })

  test('a failed import tells plugin, version, file and reason, and loads again on demand', async () => {
    let isDown = true
    const load = async (): Promise<unknown> => {
      if (isDown) throw new TypeError('Failed to fetch dynamically imported module')
      return { default: () => 'there' }
    }
    const registry = registryOf({ pages: [{ module: 'frontend/src/pages/a.tsx', path: '/', load }] })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    for (const part of ['crm 1.0.0', 'frontend/src/pages/a.tsx', 'Failed to fetch'])
      expect(host.text()).toContain(part)
    isDown = false
    await host.click('button')
    await host.until(() => host.text() === 'there')
  })
})

describe('errors', () => {
  test('a page that throws shows its card, is in the status, and can be tried again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    let isBroken = true
    const registry = registryOf({
      pages: [
        page('a.tsx', '/', () => {
          if (isBroken) throw new Error('no rows')
          return 'rows'
        }),
        page('b.tsx', '/b', () => 'b'),
      ],
    })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    expect(host.text()).toContain('no rows')
    expect(registry.status('crm').problems).toMatchObject([{ code: 'RUNTIME_RENDER_FAILED', file: 'a.tsx' }])

    await host.go('/plugins/crm/b')
    await host.until(() => host.text() === 'b')
    expect(registry.status('crm').problems).toEqual([])

    await host.go('/plugins/crm')
    expect(host.card()).toBe('failed')
    isBroken = false
    await host.click('button')
    expect(host.text()).toBe('rows')
    expect(registry.status('crm').problems).toEqual([])
  })
})

describe('hot updates', () => {
  test('a module whose exports changed mounts anew; a broken one shows what the server says', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const hot = createHotPlugin({})
    const registry = registryOf({ pages: [page('a.tsx', '/', () => 'one')], hot })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'one')
    await act(async () => hot.update('a.tsx', { default: () => 'two', limit: 3 }))
    expect(host.text()).toBe('two')

    await act(async () => {
      registry.reportProblem({
        plugin: 'crm',
        code: 'CODE_SYNTAX',
        message: 'Unexpected token',
        file: '/srv/crm/a.tsx',
      })
      hot.update('a.tsx', {})
    })
    expect(host.card()).toBe('failed')
    await act(async () => hot.update('a.tsx', { default: () => 'whole' }))
    expect(host.text()).toBe('whole')
  })

  test('an update mends a page that threw', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const hot = createHotPlugin({})
    const registry = registryOf({
      pages: [
        page('a.tsx', '/', () => {
          throw new Error('no rows')
        }),
      ],
      hot,
    })
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.card() === 'failed')
    await act(async () => hot.update('a.tsx', { default: () => 'rows' }))
    expect(host.text()).toBe('rows')
  })

  test('a plugin that is removed and comes back', async () => {
    const registry = registryOf({ pages: [page('a.tsx', '/', () => 'a')] })
    const [record] = dataOf({ load: async () => ({ pages: [page('a.tsx', '/', () => 'again')] }) }).plugins
    const host = await render({ registry }, '/plugins/crm')
    await host.until(() => host.text() === 'a')
    const other: PluginRecord = { name: 'other', version: '1.0.0', load: neverLoaded }
    await act(async () => registry.replace({ routeBase: '/plugins', plugins: [other], problems: [] }))
    expect(host.card()).toBe('not-installed')
    await act(async () =>
      registry.replace({
        routeBase: '/plugins',
        plugins: record === undefined ? [] : [record, other],
        problems: [],
      }),
    )
    await host.until(() => host.text() === 'again')
  })
})

function Counter(): ReactElement {
  const [count, setCount] = useState(0)
  return (
    <button type="button" onClick={() => setCount(count + 1)}>
      {usePage().params['id']}:{count}
    </button>
  )
}

function neverLoaded(): Promise<never> {
  return Promise.reject(new Error('this plugin is not to be loaded'))
}

function page(module: string, path: string, component: (() => ReactNode) | undefined): PageRecord {
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
  Wrapper: typeof StrictMode | typeof Fragment = StrictMode,
): Promise<RenderedHost> {
  const element = document.createElement('div')
  document.body.append(element)
  const root = createRoot(element)
  cleanUps.push(() => {
    root.unmount()
    element.remove()
  })
  const show = (where: string): Promise<void> =>
    act(async () =>
      root.render(
        <Wrapper>
          <PluginProvider {...props}>
            {props.children}
            <PluginOutlet pathname={where} search={search} />
          </PluginProvider>
        </Wrapper>,
      ),
    )
  await show(pathname)
  const text = (): string | null => element.textContent
  return {
    element,
    text,
    card: () => element.querySelector('[data-plugwright-card]')?.getAttribute('data-plugwright-card'),
    go: show,
    click: (selector) => act(async () => element.querySelector<HTMLElement>(selector)?.click()),
    until: (isReached) =>
      vi.waitFor(async () => {
        await act(async () => new Promise((resolve) => setTimeout(resolve, 5)))
        expect(isReached(), `${text()}`).toBe(true)
      }),
  }
}
