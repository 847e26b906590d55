import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import { hasErrors, PluginError } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { AdoptPlan, PluginPlan } from './adopt-plan.ts'
import { checkManifest } from './check-manifests.ts'
import { fileExists, nameChanged, navNotLiteral, noRoutes, nothingToAdopt, oneGroup } from './diagnostics.ts'
import { changeHost } from './edit-host.ts'
import { editRoutes } from './edit-routes.ts'
import { findEntries } from './find-entries.ts'
import { findTables } from './find-tables.ts'
import { formatManifest } from './format-manifest.ts'
import { formatPageModule } from './format-page-module.ts'
import type { GroupBy } from './group-routes.ts'
import { listSteps } from './host-steps.ts'
import { createModuleGraph, toSlashes } from './module-graph.ts'
import type { ModuleGraph } from './module-graph.ts'
import { segmentsOf } from './page-route.ts'
import { planNav } from './plan-nav.ts'
import type { NavsPlan } from './plan-nav.ts'
import { planPages } from './plan-pages.ts'
import type { PagePlan, PagesPlan } from './plan-pages.ts'
import { readNav } from './read-nav.ts'
import { checkRouter } from './router-version.ts'
import { planRedirects } from './redirects.ts'
import type { Parse } from './source-module.ts'

export interface AdoptOptions {
  /** The folder of the app, absolute. */
  readonly root: string
  readonly parse: Parse
  /** Files that the app begins with; none: the module scripts of index.html. */
  readonly entries: readonly string[]
  readonly by: GroupBy
  /** What all addresses begin with before the part that names the plugin. */
  readonly under: string
  /** Components that ask for a permission, with the property that names it. */
  readonly guards: ReadonlyMap<string, string>
  /** Only these plugins; none: all. */
  readonly only: readonly string[]
}

/** Reads the routes of an app and plans the plugins that they become. No code is run, and nothing is written. */
export function createPlan(options: AdoptOptions): AdoptPlan {
  const { parse, under } = options
  const root = toSlashes(options.root)
  const graph = createModuleGraph(root, parse)
  const entries = findEntries(root, options.entries)
  const modules = graph.reach(entries)
  const broken = modules.flatMap(({ problems }) => problems)
  if (hasErrors(broken)) throw new PluginError(broken)
  const tables = findTables(modules, { graph, guards: options.guards })
  const [table] = tables
  if (table === undefined) throw new PluginError([noRoutes(modules.length, entries[0] ?? root)])

  const typescript = existsSync(`${root}/tsconfig.json`) || /\.tsx?$/.test(table.module.file)
  const pluginsDir = `${root}/plugins`
  const planned = planPages(tables, { ...options, root, pluginsDir, typescript })
  const navs = planNav(readHostNav(graph, entries, planned.pages), planned.pages)
  const pages = planned.pages.map((page) => ({ ...page, title: navTitle(page, navs) ?? page.title }))
  const plugins = groupByPlugin(pages).map(([name, own]) =>
    toPlugin(name, { pages: own, navs, planned, pluginsDir, root }),
  )
  const routeBase = `/${[...segmentsOf(under), 'plugins'].join('/')}`
  const redirects = planRedirects(pages, { under, others: planned.left.map(({ path }) => path) })
  const withPlugins = !modules.some(({ imports }) =>
    [...imports.values()].some(({ name }) => name === 'PluginRoutes'),
  )
  const edited = editRoutes(tables, { ...planned, pages, redirects, withPlugins, routeBase })
  const { changes, isConfigured } = changeHost(edited.edits, {
    graph,
    typescript,
    routeBase,
    isHost: !withPlugins || pages.length === 0,
  })
  const steps = listSteps({
    root,
    plugins,
    navs,
    changes,
    isConfigured,
    edited,
    typescript,
    routeBase,
    withPlugins,
  })
  const problems = [
    ...checkRouter(root),
    ...tables.flatMap((found) => found.problems),
    ...listProblems({ ...planned, pages }, { navs, options }),
    ...plugins.flatMap(({ dir, files }) => checkManifest(dir, files)),
    ...plugins.flatMap(({ files }) =>
      files.filter(({ file }) => existsSync(file)).map(({ file }) => fileExists(file)),
    ),
  ]
  const empty = pages.length === 0 ? [nothingToAdopt(planned.left.length, { file: table.module.file })] : []
  const left = planned.left
  return { root, plugins, left, redirects, routeBase, changes, steps, diagnostics: [...empty, ...problems] }
}

/** Entries outside the pages: what a feature has among its own pages goes with them. */
function readHostNav(
  graph: ModuleGraph,
  entries: readonly string[],
  pages: readonly PagePlan[],
): ReturnType<typeof readNav> {
  const uses = pages.flatMap(({ use, wrappers }) => [use, ...wrappers.map((wrapper) => wrapper.use)])
  const own = new Set(uses.flatMap(({ component: { from } }) => ('file' in from ? [from.file] : [])))
  return graph.reach(entries, own).flatMap((module) => readNav(module, graph))
}

function navTitle(page: PagePlan, { nav }: NavsPlan): string | undefined {
  return nav.find(
    ({ plugin, pagePath }) => plugin === page.plugin && pagePath === page.path && !/[:*]/.test(pagePath),
  )?.label
}

function groupByPlugin(pages: readonly PagePlan[]): readonly (readonly [string, readonly PagePlan[]])[] {
  const groups = new Map<string, PagePlan[]>()
  for (const page of pages) groups.set(page.plugin, [...(groups.get(page.plugin) ?? []), page])
  return [...groups]
}

interface PluginContext {
  readonly pages: readonly PagePlan[]
  readonly navs: NavsPlan
  readonly planned: PagesPlan
  readonly pluginsDir: string
  readonly root: string
}

function toPlugin(name: string, { pages, navs, planned, pluginsDir, root }: PluginContext): PluginPlan {
  const dir = `${pluginsDir}/${name}`
  const nav = navs.nav.filter(({ plugin }) => plugin === name)
  const permissions = [...new Set([...pages, ...nav].flatMap(({ permission }) => permission ?? []))].sort()
  const routesFile = relative(root, pages[0]?.route.table.module.file ?? root).replaceAll('\\', '/')
  const wanted = planned.renamed.get(name) ?? name
  const manifest = formatManifest({ name, wanted, pages, nav, routesFile })
  const modules = pages
    .filter(({ isInPlace }) => !isInPlace)
    .map((page) => {
      const file = `${dir}/${page.module}`
      return { file, text: formatPageModule(page, file.slice(0, file.lastIndexOf('/'))) }
    })
  return {
    name,
    dir,
    pages,
    nav,
    permissions,
    files: [{ file: `${dir}/plugin.yaml`, text: manifest }, ...modules],
  }
}

function listProblems(
  { pages, left, renamed }: PagesPlan,
  { navs, options }: { readonly navs: NavsPlan; readonly options: AdoptOptions },
): readonly Diagnostic[] {
  const names = [...renamed].map(([name, wanted]) => {
    const place = pages.find(({ plugin }) => plugin === name)?.route.node.place ?? {}
    return nameChanged(wanted, name, place)
  })
  return [
    ...left.flatMap(({ problem }) => problem ?? []),
    ...names,
    ...navs.unread.map(({ path, place }) => navNotLiteral(path, place)),
    ...findOneGroup(pages, options),
  ]
}

/** An app whose frame is at an address of its own looks like one feature. */
function findOneGroup(pages: readonly PagePlan[], { by, under }: AdoptOptions): readonly Diagnostic[] {
  const [first] = pages
  if (first === undefined || by.kind !== 'segment' || pages.some(({ plugin }) => plugin !== first.plugin))
    return []
  const seconds = new Set(pages.flatMap(({ path }) => segmentsOf(path).slice(0, 1)))
  const frame = first.route.ancestors.find(({ path }) => path !== undefined && segmentsOf(path).length === 1)
  const deep = pages.filter(({ path }) => segmentsOf(path).length > 1).length
  if (frame === undefined || seconds.size < 3 || deep < 3) return []
  return [
    oneGroup(
      first.plugin,
      `${under === '/' ? '' : under}/${segmentsOf(frame.path ?? '')[0] ?? ''}`,
      frame.place,
    ),
  ]
}
