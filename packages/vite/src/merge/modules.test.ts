import { expect, test } from 'vitest'
import type { DiscoveredPlugin, Discovery } from '@plugwright/manifest/node'
import { parseManifest, resolveManifest } from '@plugwright/manifest'
import { resolveOptions } from '../options.ts'
import { describeChanges } from './changes.ts'
import { contributionOf } from './contribution.ts'
import type { Contribution, KnownContributions } from './contribution.ts'
import type { Framework } from './frameworks.ts'
import { mergePlugins } from './merge.ts'
import type { Merge } from './merge.ts'
import { formatLevels } from './registry-dev-module.ts'
import type { MergedPlugin } from './registry-records.ts'
import { formatSummary } from './summary.ts'

const crm = `name: crm
version: 0.1.0
display_name: CRM
requires: { host: ^1.0.0, plugins: { finance: ^0.1.0 } }
nav: [{ label: Customers, path: /crm/customers, permission: customer.read }]
permissions: [customer.read]
frontend_entry: frontend/src/index.ts
`

function discover(text: string, modules: readonly string[], more: Partial<DiscoveredPlugin> = {}): Discovery {
  const parsed = parseManifest(text)
  const { manifest, diagnostics } = resolveManifest(parsed, {
    stat: (path) => (modules.includes(path) ? 'file' : undefined),
    list: (dir) => modules.filter((module) => module.startsWith(`${dir}/`)),
  })
  const plugin: DiscoveredPlugin = {
    name: 'crm',
    version: '0.1.0',
    dir: '/srv/app/plugins/crm',
    realDir: '/srv/app/plugins/crm',
    source: 'install',
    kind: 'source',
    state: manifest === undefined ? 'invalid' : 'valid',
    manifestFile: '/srv/app/plugins/crm/plugin.yaml',
    diagnostics: [...parsed.diagnostics, ...diagnostics],
    rootIndex: 0,
    ...(manifest && { manifest }),
    ...more,
  }
  return { plugins: [plugin], diagnostics: [], roots: [] }
}

function merge(discovery: Discovery, dev: boolean): Merge {
  return mergePlugins(discovery, {
    options: resolveOptions(),
    host: undefined,
    frameworks: { installed: new Set(['react']), namedBy: () => undefined },
    dev,
    folders: ['/srv/app'],
    readSource: () => crm,
    codeProblems: [],
  })
}

const modules = [
  'frontend/src/pages/customers.tsx',
  'frontend/src/blocks/dashboard/pipeline.tsx',
  'frontend/src/index.ts',
]

test('texts are found by Vite, also those of a plugin outside of the host', () => {
  const text = 'name: crm\nversion: 0.1.0\ni18n: frontend/[x]/{locale}.json\n'
  const inside = merge(discover(text, modules), false).modules.get('virtual:plugwright/plugin/crm')
  expect(inside).toContain(
    `export const messages = { pattern: "frontend/[x]/{locale}.json", files: import.meta.glob("/plugins/crm/frontend/\\\\[x\\\\]/*.json", { import: 'default' }) }`,
  )
  const realDir = '/srv/data/plugins/crm'
  const outside = merge(discover(text, modules, { realDir }), true).modules.get(
    'virtual:plugwright/plugin/crm',
  )
  expect(outside).toContain('import.meta.glob("/../data/plugins/crm/frontend/')
})

test('the modules of a build', () => {
  const { modules: texts } = merge(discover(crm, modules), false)
  expect(texts.get('virtual:plugwright')).toMatchInlineSnapshot(`
    "import { createRegistry } from '@plugwright/runtime'
    const below = (name, nav) => nav?.map(({ path, children, ...entry }) => ({
      ...entry,
      ...(path !== void 0 && { path: \`/\${name}\${path}\` }),
      ...(children && { children: below(name, children) }),
    }))
    const plugin = (name, load, version, displayName, nav, blocks, rest) =>
      ({ name, load, version, displayName, nav: below(name, nav), blocks, source: "install", ...rest })
    const deploy = { from: import.meta.url, base: "__PLUGWRIGHT_BASE__", record: "__PLUGWRIGHT_RECORD_OF_WHAT_IS_DEPLOYED__" }
    const group = (load, rows) => rows.map(([name, ...row]) => plugin(name, load, ...row))
    export const registry = createRegistry({ "routeBase":"/plugins","problems":[], deploy, plugins: [
      plugin("crm", () => import("virtual:plugwright/plugin/crm"), "0.1.0", "CRM", [{"label":"Customers","path":"/customers","permission":"customer.read"}], [{"id":"pipeline","slot":"dashboard"}], {"requires":{"host":"^1.0.0","plugins":{"finance":"^0.1.0"}}}),
    ] })"
  `)
  expect(texts.get('virtual:plugwright/plugin/crm')).toMatchInlineSnapshot(`
    "export const name = "crm"
    export const pages = [{ "module":"frontend/src/pages/customers.tsx","path":"/customers","permission":"customer.read", load: () => import("/srv/app/plugins/crm/frontend/src/pages/customers.tsx") }]
    export const blocks = { "dashboard/pipeline": () => import("/srv/app/plugins/crm/frontend/src/blocks/dashboard/pipeline.tsx") }
    export const setup = () => import("/srv/app/plugins/crm/frontend/src/index.ts")"
  `)
})

test('a build restores the paths of nav entries, which it writes without the name of the plugin', async () => {
  const nav = [
    '{ label: CRM, path: /crm }',
    '{ label: Docs, href: "https://docs.test", children: [{ label: New, path: "/crm/new?kind=b" }] }',
  ]
  const pages = 'pages: [{ module: a.tsx, path: / }, { module: b.tsx, path: /new }]'
  const text = `name: crm\nversion: 1.0.0\n${pages}\nnav: [${nav.join(', ')}]\n`
  const source = merge(discover(text, ['a.tsx', 'b.tsx']), false).modules.get('virtual:plugwright') ?? ''
  expect(source).toContain('"path":"/new?kind=b"')
  const [, functions = ''] = /^(const below = [^]*?)^const deploy/m.exec(source) ?? []
  const [, calls = ''] = /plugins: \[([^]*)\] \}\)$/.exec(source) ?? []
  const code = encodeURIComponent(`${functions}export const plugins = [${calls}]`)
  const { plugins } = (await import(`data:text/javascript,${code}`)) as { plugins: { nav: unknown }[] }
  expect(plugins[0]?.nav).toEqual([
    { label: 'CRM', path: '/crm' },
    { label: 'Docs', href: 'https://docs.test', children: [{ label: 'New', path: '/crm/new?kind=b' }] },
  ])
})

test('in a build of many plugins neighbours share a file', () => {
  const names = Array.from({ length: 12 }, (_, index) => `p${String(index).padStart(2, '0')}`)
  const plugins = names.flatMap((name) => discover(`name: ${name}\nversion: 1.0.0\n`, [], { name }).plugins)
  const { modules: texts } = merge({ plugins, diagnostics: [], roots: [] }, false)
  const groups = [...texts.keys()].filter((id) => id.includes('/group/'))
  expect(groups.length).toBeGreaterThan(0)
  const levels = groups.flatMap((id) => (texts.get(id) ?? '').split('\n'))
  expect(levels[0]).toBe('export * as level0 from "virtual:plugwright/plugin/p00"')
  const registry = texts.get('virtual:plugwright') ?? ''
  expect(registry).toContain(
    '  ...group(() => import("virtual:plugwright/group/p00"), [["p00", "1.0.0"], ["p01", "1.0.0"]',
  )
  const listed = [...registry.matchAll(/\["(p\d\d)", |plugin\("(p\d\d)", /g)].map(
    ([, row, call]) => row ?? call,
  )
  expect(listed).toEqual(names)
})

test('the modules of a development server', () => {
  const { modules: texts, revisions } = merge(discover(crm, modules), true)
  expect(texts.get('virtual:plugwright')).toMatchInlineSnapshot(`
    "import { createRegistry } from '@plugwright/runtime'
    import { followProblems } from '@plugwright/vite/hot'
    import { followInspector } from '@plugwright/vite/inspect'
    import { levels } from "virtual:plugwright/levels"
    const plugins = [
      {"name":"crm","displayName":"CRM","version":"0.1.0","source":"install","requires":{"host":"^1.0.0","plugins":{"finance":"^0.1.0"}},"nav":[{"label":"Customers","path":"/crm/customers","permission":"customer.read"}],"blocks":[{"id":"pipeline","slot":"dashboard"}],"dir":"/srv/app/plugins/crm"}
    ]
    const withLoader = (plugin) => ({ ...plugin, load: levels[plugin.name] })
    const data = { "routeBase":"/plugins","dev":true,"root":"/srv/app","problems":[], plugins: plugins.map(withLoader) }
    const { registry: kept } = import.meta.hot.data
    kept?.replace(data)
    export const registry = (import.meta.hot.data.registry = kept ?? createRegistry(data))
    followProblems(registry, import.meta.hot)
    followInspector(registry, { hot: import.meta.hot, base: import.meta.env.BASE_URL, groups: [] })
    import.meta.hot.accept()
    import.meta.hot.send('plugwright:loaded', {"id":"virtual:plugwright","revision":"45225ad350ad617d"})"
  `)
  expect(texts.get('virtual:plugwright/plugin/crm')).toMatchInlineSnapshot(`
    "import { createHotPlugin } from '@plugwright/runtime/hot'
    export const pages = [{ "module":"frontend/src/pages/customers.tsx","path":"/customers","permission":"customer.read", load: () => import("/srv/app/plugins/crm/frontend/src/pages/customers.tsx").catch(failed) }]
    export const blocks = { "dashboard/pipeline": () => import("/srv/app/plugins/crm/frontend/src/blocks/dashboard/pipeline.tsx").catch(failed) }
    export const setup = () => import("/srv/app/plugins/crm/frontend/src/index.ts").catch(failed)
    export const hot = createHotPlugin(import.meta.hot.data)
    function failed(error) {
      import.meta.hot.send('plugwright:failed', { plugin: "crm" })
      throw error
    }
    import.meta.hot.accept((next) => hot.replace(next))
    import.meta.hot.accept("/srv/app/plugins/crm/frontend/src/pages/customers.tsx", (next) => hot.update("frontend/src/pages/customers.tsx", next))
    import.meta.hot.accept("/srv/app/plugins/crm/frontend/src/blocks/dashboard/pipeline.tsx", (next) => hot.update("dashboard/pipeline", next))
    import.meta.hot.accept("/srv/app/plugins/crm/frontend/src/index.ts", (next) => hot.update("setup", next))
    import.meta.hot.send('plugwright:loaded', {"id":"virtual:plugwright/plugin/crm","revision":"39c4a29e67c3e839"})"
  `)
  expect(texts.get('virtual:plugwright/levels')).toMatchInlineSnapshot(`
    "import '@plugwright/runtime/hot'
    export const levels = {
      "crm": () => import("virtual:plugwright/plugin/crm")
    }"
  `)
  expect(['virtual:plugwright/levels', ...revisions.keys()]).toEqual([...texts.keys()])
})

test('the imports of all second levels change with the set of plugins only', () => {
  const [finance, other] = [{ name: 'finance' }, { name: 'crm' }]
  expect(formatLevels([finance, other])).toBe(formatLevels([other, finance]))
  expect(formatLevels([finance])).not.toBe(formatLevels([finance, other]))
})

test('what did not change is not written again', () => {
  const known: KnownContributions = new WeakMap()
  const [plugin] = discover(crm, modules).plugins
  if (plugin === undefined) throw new Error('Nothing was discovered.')
  const contribution = (installed: readonly Framework[]): Contribution => {
    const frameworks = { installed: new Set(installed), namedBy: () => 'vue' as const }
    return contributionOf(plugin as MergedPlugin, { dev: true, frameworks, root: '/srv/app', known })
  }
  const first = contribution(['react'])
  expect(contribution(['react'])).toBe(first)
  // The host has got an adapter, and the plugin is as it was.
  expect(contribution(['react', 'vue']).level.text).not.toBe(first.level.text)
})

test('problems: everything in development, no places in a build', () => {
  const discovery = discover('name: crm\nversion: 0.1\n', [])
  expect(merge(discovery, true).modules.get('virtual:plugwright')).toMatch(/"line":2,"column":10,/)
  expect(merge(discovery, false).modules.get('virtual:plugwright')).toContain(
    '"problems":[{"plugin":"crm","code":"MANIFEST_WRONG_TYPE","message":',
  )
})

test('what changed between two merges', () => {
  const before = merge(discover(crm, modules), true)
  const of = (text: string): string | undefined =>
    describeChanges(before, merge(discover(text, modules), true))
  expect(of(crm)).toBeUndefined()
  expect(of(`${crm}# a comment\n`)).toBeUndefined()
  expect(of(crm.replace('label: Customers', 'label: Clients'))).toBe('crm changed')
  const others = ['a', 'b', 'c'].flatMap(
    (name) => discover('name: x\nversion: 1.0.0\n', [], { name }).plugins,
  )
  const of3 = (count: number): string | undefined => {
    const plugins = others.slice(0, count)
    return describeChanges(before, merge({ plugins, diagnostics: [], roots: [] }, true))
  }
  expect(of3(1)).toBe('crm removed, a added')
  expect(of3(3)).toBe('4 plugins changed')
})

test('the summary', () => {
  const valid = discover(crm, modules).plugins[0]
  const invalid = discover('name: crm\nversion: 0.1\n', []).plugins[0]
  if (valid === undefined || invalid === undefined) throw new Error('Nothing was discovered.')
  expect(formatSummary([valid])).toBe('1 plugin · 1 page')
  expect(formatSummary([valid, invalid, { ...valid, state: 'shadowed' }], new Set(['crm']))).toBe(
    '1 plugin · 1 page · 1 shadowed · 2 broken',
  )
  expect(formatSummary([{ ...valid, kind: 'prebuilt' }])).toBe('0 plugins · 0 pages · 1 packed')
  expect(formatSummary([])).toBe('0 plugins · 0 pages')
})
