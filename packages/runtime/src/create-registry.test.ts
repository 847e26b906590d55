import { beforeEach, describe, expect, test } from 'vitest'
import { createRegistry } from './create-registry.ts'
import { createHotPlugin, type HotPlugin } from './hot.ts'
import type { MatchedPage, PageMatch } from './page-match.ts'
import { definePlugin, type SetupContext } from './plugin-context.ts'
import type { PluginModule, PluginRecord, ProblemRecord, RegistryData } from './registry-data.ts'
import type { Registry, RegistrySnapshot } from './registry.ts'
import type { NavItem } from './visible-nav.ts'

const Component = (): null => null
const Next = (): null => null
const mount = (): void => undefined
const page = (module: string, path: string, more: object = {}): PluginModule['pages'][number] => ({
  module,
  path,
  load: async () => ({ default: Component }),
  ...more,
})

function plugin(name: string, more: Partial<PluginRecord> = {}): PluginRecord {
  return { name, version: '1.0.0', load: async () => ({ pages: [page('index.tsx', '/')] }), ...more }
}

function itemsOf({ nav }: RegistrySnapshot): readonly NavItem[] {
  return nav.flatMap(({ items }) => items)
}

function dataOf(plugins: readonly PluginRecord[], more: Partial<RegistryData> = {}): RegistryData {
  return { routeBase: '/plugins', plugins, problems: [], ...more }
}

async function matched(registry: Registry, pathname: string): Promise<MatchedPage> {
  const match = await registry.matchPage(pathname)
  if (match.kind !== 'page') throw new Error(`${pathname} is ${match.kind}`)
  return match
}

function withSetup(setup: (context: SetupContext) => void | Promise<void>, hot?: HotPlugin): RegistryData {
  return dataOf([
    plugin('crm', {
      blocks: [{ id: 'b', slot: 's' }],
      load: async () => ({
        pages: [page('index.tsx', '/', { load: async () => ({ default: Component }) })],
        blocks: { 's/b': async () => ({ default: Component }) },
        setup: async () => ({ default: definePlugin({ setup }) }),
        ...(hot && { hot }),
      }),
    }),
  ])
}

const labels = (registry: Registry): unknown[] =>
  registry.getSnapshot().nav.flatMap(({ items }) => items.map(({ label }) => label))

async function open(pages: PluginModule['pages']): Promise<{ registry: Registry; hot: HotPlugin }> {
  const hot = createHotPlugin({})
  const registry = createRegistry(
    dataOf([plugin('crm', { load: async () => ({ pages, hot }) })], { dev: true }),
    {
      warn: () => undefined,
    },
  )
  await registry.loadPage(await matched(registry, '/plugins/crm'))
  return { registry, hot }
}

const from = (source: string): PluginRecord =>
  plugin('two', {
    source,
    load: async () => ({
      pages: [page('index.tsx', '/', { load: async () => ({ default: Component, source }) })],
    }),
  })

function deferred<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: ((value: Value) => void) | undefined
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve: (value) => resolve?.(value) }
}

describe('matchPage', () => {
  const customers = plugin('crm', {
    load: async () => ({
      pages: [
        page('index.tsx', '/'),
        page('customer.tsx', '/customers/:id'),
        page('gated.tsx', '/gated', { permission: 'crm.admin' }),
      ],
    }),
  })

  test.each<[string, PageMatch['kind']]>([
    ['/plugins/crm', 'page'],
    ['/plugins/crm/', 'page'],
    ['/plugins/crm/customers/4%202/?tab=1', 'page'],
    ['/plugins/crm/%', 'not-found'],
    ['/plugins/crm/gated', 'forbidden'],
    ['/plugins', 'index'],
    ['/plugins/', 'index'],
    ['/', 'outside'],
    ['/pluginsx/crm', 'outside'],
    ['/plugins/nobody', 'not-installed'],
    ['/plugins/constructor', 'not-installed'],
    ['/plugins/__proto__/x', 'not-installed'],
    ['/plugins/off', 'disabled'],
    ['/plugins/needy', 'blocked'],
    ['/plugins/torn', 'invalid'],
  ])('%s is %s', async (pathname, kind) => {
    const registry = createRegistry(
      dataOf(
        [
          customers,
          plugin('off', { disabled: true }),
          plugin('needy', { requires: { plugins: { gone: '^1.0.0' } } }),
        ],
        {
          problems: [{ plugin: 'torn', code: 'MANIFEST_YAML', message: 'It is not YAML.' }],
        },
      ),
    )
    expect((await registry.matchPage(pathname)).kind).toBe(kind)
  })

  test('says where a page is, in its plugin and in the host', async () => {
    const registry = createRegistry(dataOf([customers]))
    expect(await registry.matchPage('/plugins/crm/customers/J%C3%BCrgen/')).toMatchObject({
      plugin: 'crm',
      page: { module: 'customer.tsx' },
      params: { id: 'Jürgen' },
      pathname: '/customers/J%C3%BCrgen',
      href: '/plugins/crm/customers/J%C3%BCrgen',
    })
  })

  test.each(['/', '', '/a/b', '/a/b/'])('honours the route base %j', async (routeBase) => {
    const registry = createRegistry(dataOf([plugin('crm')], { routeBase }))
    const base = routeBase.replace(/\/$/, '')
    expect((await registry.matchPage(`${base}/crm`)).kind).toBe('page')
    expect(registry.href('crm', '/x')).toBe(`${base}/crm/x`)
    expect(registry.href('crm')).toBe(`${base}/crm`)
  })

  test('fetches nothing of a plugin that may not be used, and no page without access', async () => {
    const fetched: string[] = []
    const spying = (name: string, more: Partial<PluginRecord>): PluginRecord =>
      plugin(name, {
        load: async () => {
          fetched.push(name)
          return {
            pages: [page('gated.tsx', '/', { permission: 'no', load: async () => fetched.push('code') })],
          }
        },
        ...more,
      })
    const registry = createRegistry(
      dataOf(
        [
          spying('off', { disabled: true }),
          spying('old', { requires: { host: '^2.0.0' } }),
          spying('second', { requires: { plugins: { off: '*' } } }),
          spying('gated', {}),
        ],
        { host: { name: 'Atrium', version: '1.4.0' } },
      ),
    )
    expect(await registry.matchPage('/plugins/off')).toMatchObject({ reason: 'It is switched off.' })
    expect(await registry.matchPage('/plugins/old')).toMatchObject({
      reason: 'It needs Atrium ^2.0.0, and this is 1.4.0.',
    })
    expect(await registry.matchPage('/plugins/second')).toMatchObject({
      reason: 'It needs the plugin off, which is disabled.',
    })
    expect(await registry.matchPage('/plugins/gated')).toMatchObject({ kind: 'forbidden', permission: 'no' })
    expect(fetched).toEqual(['gated'])
  })
})

describe('loading', () => {
  test('gives components and mount functions, and loads each module once', async () => {
    let loads = 0
    const registry = createRegistry(
      dataOf([
        plugin('crm', {
          blocks: [{ id: 'pipeline', slot: 'dashboard' }],
          load: async () => ({
            pages: [page('index.tsx', '/', { load: async () => ({ default: Component, loads: ++loads }) })],
            blocks: { 'dashboard/pipeline': async () => ({ mount }) },
          }),
        }),
      ]),
    )
    expect(registry.peekPage('/plugins/crm')).toEqual({ kind: 'loading', plugin: 'crm' })
    const match = await matched(registry, '/plugins/crm')
    const [first, second] = await Promise.all([registry.loadPage(match), registry.loadPage(match)])
    expect(first).toMatchObject({ kind: 'component', component: Component, match })
    expect(second).toEqual(first)
    expect(registry.peekPage('/plugins/crm')).toEqual(first)
    expect(loads).toBe(1)

    const [block] = registry.getSnapshot().blocks('dashboard')
    if (block === undefined) throw new Error('no block')
    expect(await registry.loadBlock(block)).toMatchObject({ kind: 'mount', mount })
    expect(registry.peekBlock(block)).toMatchObject({ kind: 'mount', mount })
    expect(registry.status('crm').state).toBe('active')
  })

  test.each([
    ['nothing', {}],
    ['a string', { default: 'Customers' }],
    ['null', { default: null }],
    ['a mount that is no function', { mount: {} }],
  ])('refuses a module that exports %s', async (_name, namespace) => {
    const registry = createRegistry(
      dataOf([
        plugin('crm', {
          load: async () => ({ pages: [page('index.tsx', '/', { load: async () => namespace })] }),
        }),
      ]),
    )
    expect(await registry.loadPage(await matched(registry, '/plugins/crm'))).toMatchObject({
      kind: 'failed',
      module: 'index.tsx',
      reason: 'The module exports neither a default component nor a function named mount.',
      problems: [{ code: 'RUNTIME_EXPORT_MISSING', file: 'index.tsx' }],
    })
  })

  test('turns a rejected import into a state, which retry leaves', async () => {
    let isDown = true
    const load = async (): Promise<unknown> => {
      if (isDown) throw new TypeError('Failed to fetch dynamically imported module')
      return { default: Component }
    }
    const registry = createRegistry(
      dataOf([
        plugin('crm', { load: async () => ({ pages: [page('index.tsx', '/', { load })] }) }),
        plugin('finance'),
      ]),
    )
    const match = await matched(registry, '/plugins/crm')
    const failed = await registry.loadPage(match)
    expect(failed).toMatchObject({
      kind: 'failed',
      plugin: 'crm',
      problems: [{ code: 'RUNTIME_LOAD_FAILED' }],
    })
    expect(registry.status('crm')).toMatchObject({
      state: 'failed',
      reason: 'Failed to fetch dynamically imported module',
    })
    expect((await registry.matchPage('/plugins/finance')).kind).toBe('page')

    isDown = false
    if (failed.kind === 'failed') failed.retry()
    expect(registry.peekPage('/plugins/crm').kind).toBe('loading')
    expect((await registry.loadPage(match)).kind).toBe('component')
    expect(registry.status('crm').state).toBe('active')
  })

  test('asking again for a failed page tries again', async () => {
    let attempt = 0
    const load = async (): Promise<unknown> => {
      if (++attempt === 1) throw new Error('once')
      return { default: Component }
    }
    const registry = createRegistry(
      dataOf([plugin('crm', { load: async () => ({ pages: [page('index.tsx', '/', { load })] }) })]),
    )
    const match = await matched(registry, '/plugins/crm')
    expect((await registry.loadPage(match)).kind).toBe('failed')
    expect((await registry.loadPage(match)).kind).toBe('component')
  })

  test('a page list that cannot be fetched fails the plugin, with retry', async () => {
    let isDown = true
    const registry = createRegistry(
      dataOf([
        plugin('crm', {
          load: async () =>
            isDown ? Promise.reject(new Error('offline')) : { pages: [page('index.tsx', '/')] },
        }),
      ]),
    )
    const match = await registry.matchPage('/plugins/crm')
    expect(match).toMatchObject({ kind: 'failed', module: undefined, reason: 'offline' })
    isDown = false
    registry.retry('crm')
    expect((await registry.matchPage('/plugins/crm')).kind).toBe('page')
  })
})

describe('setup', () => {
  test('runs once before the first page or block, with what the host lends', async () => {
    const contexts: SetupContext[] = []
    const registry = createRegistry(withSetup((context) => void contexts.push(context)))
    const visited: string[] = []
    const environment = {
      locale: 'de',
      host: { name: 'Atrium' },
      navigate: (href: string) => visited.push(href),
    }
    await registry.loadPage(await matched(registry, '/plugins/crm'), environment)
    const [block] = registry.getSnapshot().blocks('s')
    if (block !== undefined) await registry.loadBlock(block, environment)
    expect(contexts).toHaveLength(1)
    expect(contexts[0]).toMatchObject({
      plugin: { name: 'crm', version: '1.0.0' },
      locale: 'de',
      host: { name: 'Atrium' },
    })
    contexts[0]?.navigate('/x')
    expect(visited).toEqual(['/plugins/crm/x'])
  })

  test('a setup that throws is a failure with retry', async () => {
    let attempt = 0
    const registry = createRegistry(
      withSetup(async () => {
        if (++attempt === 1) throw new Error('no licence')
      }),
    )
    const match = await matched(registry, '/plugins/crm')
    const failed = await registry.loadPage(match)
    expect(failed).toMatchObject({
      kind: 'failed',
      reason: 'setup() failed: no licence',
      problems: [{ code: 'RUNTIME_SETUP_FAILED' }],
    })
    if (failed.kind === 'failed') failed.retry()
    expect((await registry.loadPage(match)).kind).toBe('component')
  })

  test('its signal ends with the plugin, and when it is set up again', async () => {
    const signals: AbortSignal[] = []
    const setup = ({ signal }: SetupContext): void => void signals.push(signal)
    const hot = createHotPlugin({})
    const registry = createRegistry(withSetup(setup, hot))
    await registry.loadPage(await matched(registry, '/plugins/crm'))
    hot.update('setup', { default: definePlugin({ setup }) })
    expect(registry.peekPage('/plugins/crm').kind).toBe('loading')
    await registry.loadPage(await matched(registry, '/plugins/crm'))
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false])
    registry.replace(dataOf([]))
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true])
  })
})

describe('access', () => {
  const data = dataOf([
    plugin('crm', {
      nav: [
        { label: 'Open', path: '/crm' },
        { label: 'Gated', path: '/crm/x', permission: 'crm.read' },
      ],
      blocks: [{ id: 'gated', slot: 's', permission: 'crm.read' }],
    }),
  ])
  test('nothing gated is visible in production until access is set', () => {
    const warnings: string[] = []
    const registry = createRegistry(data, { warn: (message) => warnings.push(message) })
    expect(labels(registry)).toEqual(['Open'])
    expect(registry.getSnapshot().blocks('s')).toEqual([])
    registry.setAccess({ can: () => true })
    expect(labels(registry)).toEqual(['Open', 'Gated'])
    expect(registry.getSnapshot().blocks('s')).toHaveLength(1)
    registry.setAccess({ can: () => false })
    expect(labels(registry)).toEqual(['Open'])
    expect(warnings).toEqual([])
  })

  test('everything is visible in development, with one warning', () => {
    const warnings: string[] = []
    const registry = createRegistry({ ...data, dev: true }, { warn: (message) => warnings.push(message) })
    expect(labels(registry)).toEqual(['Open', 'Gated'])
    expect(registry.can('anything')).toBe(true)
    expect(warnings).toEqual([expect.stringContaining('no access is set')])
  })

  test('disabled and blocked plugins have neither nav nor blocks', () => {
    const [record] = data.plugins
    if (record === undefined) throw new Error('no plugin')
    for (const more of [{ disabled: true }, { requires: { plugins: { gone: '*' } } }]) {
      const registry = createRegistry(dataOf([{ ...record, ...more }]))
      registry.setAccess({ can: () => true })
      expect(labels(registry)).toEqual([])
      expect(registry.getSnapshot().blocks('s')).toEqual([])
    }
  })
})

describe('snapshot', () => {
  test('is the same object until something changes', async () => {
    const registry = createRegistry(dataOf([plugin('crm', { nav: [{ label: 'A', path: '/crm' }] })]))
    const before = registry.getSnapshot()
    expect(registry.getSnapshot()).toBe(before)
    await registry.matchPage('/plugins/crm')
    const after = registry.getSnapshot()
    expect(after).not.toBe(before)
    expect([before.plugins[0]?.state, after.plugins[0]?.state]).toEqual(['idle', 'active'])
    expect(after.nav).toBe(before.nav)
    expect(after.blocks('none')).toBe(before.blocks('other'))
  })

  test('lists invalid plugins, and the problems of a name that is shadowed', () => {
    const registry = createRegistry(
      dataOf([plugin('finance', { source: 'install' })], {
        problems: [
          {
            plugin: 'finance',
            code: 'DISCOVERY_SHADOWED',
            severity: 'warning',
            message: 'm',
            version: '0.9.0',
            source: 'data',
          },
          { plugin: 'torn', code: 'MANIFEST_YAML', message: 'broken', version: '0.2.0', source: 'data' },
        ],
      }),
    )
    expect(registry.getSnapshot().plugins).toMatchObject([
      {
        name: 'finance',
        state: 'idle',
        version: '1.0.0',
        source: 'install',
        problems: [{ code: 'DISCOVERY_SHADOWED' }],
      },
      { name: 'torn', state: 'invalid', version: '0.2.0', source: 'data', reason: 'broken' },
    ])
  })
})

describe('replace', () => {
  let notified: number
  beforeEach(() => {
    notified = 0
  })

  test('equal data notifies nobody, but its loaders count', async () => {
    const registry = createRegistry(dataOf([plugin('crm')]))
    registry.subscribe(() => notified++)
    registry.replace(dataOf([plugin('crm', { load: async () => ({ pages: [page('new.tsx', '/new')] }) })]))
    expect(notified).toBe(0)
    expect((await registry.matchPage('/plugins/crm/new')).kind).toBe('page')
  })

  test('a manifest edit keeps what is loaded', async () => {
    const registry = createRegistry(dataOf([plugin('crm')]))
    const before = await registry.loadPage(await matched(registry, '/plugins/crm'))
    registry.subscribe(() => notified++)
    registry.replace(dataOf([plugin('crm', { displayName: 'CRM', version: '1.1.0' })]))
    expect(notified).toBe(1)
    expect(registry.peekPage('/plugins/crm')).toEqual(before)
    expect(registry.status('crm')).toMatchObject({ displayName: 'CRM', version: '1.1.0', state: 'active' })
  })

  test('what did not change is the same object, so that nobody draws it again', () => {
    const parts = {
      nav: [
        { label: 'A', path: '/crm/a' },
        { label: 'B', path: '/crm/b' },
      ],
      blocks: [{ id: 'sum', slot: 's' }],
    }
    const other = { nav: [{ label: 'O', path: '/other' }], blocks: [{ id: 'sum', slot: 's' }] }
    const registry = createRegistry(dataOf([plugin('crm', parts), plugin('other', other)]))
    const before = registry.getSnapshot()
    registry.replace(
      dataOf([
        plugin('new'),
        plugin('other', other),
        plugin('crm', { ...parts, nav: parts.nav.with(1, { label: 'C', path: '/crm/b' }) }),
      ]),
    )
    const after = registry.getSnapshot()
    expect(itemsOf(after).map(({ label }) => label)).toEqual(['O', 'A', 'C'])
    expect(itemsOf(after)[0]).toBe(itemsOf(before)[2])
    expect(itemsOf(after)[1]).toBe(itemsOf(before)[0])
    expect(after.blocks('s')).toEqual(before.blocks('s').toReversed())
    expect(after.blocks('s')[0]).toBe(before.blocks('s')[1])

    registry.setAccess({ can: () => true })
    expect(registry.getSnapshot().nav).toBe(after.nav)
    expect(registry.getSnapshot().can).not.toBe(after.can)
  })

  test('plugins come and go', async () => {
    const registry = createRegistry(dataOf([plugin('crm')]))
    expect((await registry.matchPage('/plugins/guest')).kind).toBe('not-installed')
    registry.replace(dataOf([plugin('crm'), plugin('guest')]))
    await registry.loadPage(await matched(registry, '/plugins/guest'))
    registry.replace(dataOf([plugin('crm')]))
    expect(registry.peekPage('/plugins/guest').kind).toBe('not-installed')
    registry.replace(dataOf([plugin('crm'), plugin('guest')]))
    expect(registry.status('guest').state).toBe('idle')
  })

  test('a plugin from another source is other code', async () => {
    const registry = createRegistry(dataOf([from('data')]))
    await registry.loadPage(await matched(registry, '/plugins/two'))
    registry.replace(dataOf([from('install')]))
    expect(registry.peekPage('/plugins/two').kind).toBe('loading')
  })

  test('a plugin that is removed while it loads ends as not installed', async () => {
    const { promise, resolve } = deferred<PluginModule>()
    const load = (): Promise<PluginModule> => promise
    const registry = createRegistry(dataOf([plugin('slow', { load })]))
    const match = registry.matchPage('/plugins/slow')
    registry.replace(dataOf([]))
    resolve({ pages: [page('index.tsx', '/')] })
    expect((await match).kind).toBe('not-installed')
  })
})

describe('hot', () => {
  test('an updated module is a new revision of its page', async () => {
    const { registry, hot } = await open([page('index.tsx', '/')])
    const before = registry.peekPage('/plugins/crm')
    hot.update('index.tsx', { default: Next })
    const after = registry.peekPage('/plugins/crm')
    expect(after).toMatchObject({ kind: 'component', component: Next })
    expect('revision' in after && 'revision' in before && after.revision > before.revision).toBe(true)
  })

  test('a replaced page list keeps loaded pages, drops removed ones and takes new paths', async () => {
    const { registry, hot } = await open([page('index.tsx', '/'), page('old.tsx', '/old')])
    const before = registry.peekPage('/plugins/crm')
    hot.replace({ pages: [page('index.tsx', '/', { title: 'Start' }), page('new.tsx', '/new')], hot })
    expect(registry.peekPage('/plugins/crm')).toMatchObject({
      kind: 'component',
      revision: 'revision' in before ? before.revision : 0,
    })
    expect(registry.peekPage('/plugins/crm/old').kind).toBe('not-found')
    expect((await registry.loadPage(await matched(registry, '/plugins/crm/new'))).kind).toBe('component')
  })

  test('a broken page fails with what the server says, and is whole again after the repair', async () => {
    const { registry, hot } = await open([page('index.tsx', '/')])
    hot.update('index.tsx', {})
    registry.reportProblem({
      plugin: 'crm',
      code: 'CODE_SYNTAX',
      message: 'Unexpected token',
      file: '/srv/plugins/crm/index.tsx',
      line: 3,
      column: 7,
    })
    expect(registry.peekPage('/plugins/crm')).toMatchObject({
      kind: 'failed',
      reason: 'Unexpected token',
      problems: [{ line: 3 }, { code: 'RUNTIME_EXPORT_MISSING' }],
    })
    hot.update('index.tsx', { default: Component })
    expect(registry.peekPage('/plugins/crm').kind).toBe('component')
    expect(registry.status('crm')).toMatchObject({ state: 'active', problems: [] })
  })

  test('a removed plugin hears no more', async () => {
    const { registry, hot } = await open([page('index.tsx', '/')])
    registry.replace(dataOf([]))
    let notified = 0
    registry.subscribe(() => notified++)
    hot.update('index.tsx', { default: Component })
    expect(notified).toBe(0)
  })
})

describe('reported problems', () => {
  test('of a copy that is shadowed say nothing about the broken one', () => {
    const told = { plugin: 'crm', message: 'm' }
    const shadowed: ProblemRecord = {
      ...told,
      code: 'PLUGIN_SHADOWED',
      severity: 'warning',
      version: '0.0.9',
      source: 'data',
    }
    const broken: ProblemRecord = { ...told, code: 'MANIFEST_WRONG_TYPE', source: 'install' }
    const status = createRegistry(dataOf([], { problems: [shadowed, broken] })).status('crm')
    expect(status).toMatchObject({ state: 'invalid', version: '', source: 'install' })
  })

  test('are part of the status until they are resolved, by file or all', () => {
    const registry = createRegistry(dataOf([plugin('crm')]))
    const codes = (): string[] => registry.status('crm').problems.map(({ code }) => code)
    const problem = { plugin: 'crm', message: 'm', severity: 'error' } as const
    registry.reportProblem({ ...problem, code: 'ONE', file: '/srv/crm/a.tsx' })
    registry.reportProblem({ ...problem, code: 'TWO', file: '/srv/crm/a.tsx' })
    registry.reportProblem({ ...problem, code: 'TWO', file: '/srv/crm/a.tsx' })
    registry.reportProblem({ ...problem, code: 'THREE', file: '/srv/crm/b.tsx' })
    expect(codes()).toEqual(['ONE', 'TWO', 'THREE'])
    registry.resolveProblems('crm', 'a.tsx')
    expect(codes()).toEqual(['THREE'])
    registry.resolveProblems('crm')
    expect(codes()).toEqual([])
  })
})
