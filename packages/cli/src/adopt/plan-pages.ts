import { relative } from 'node:path'
import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { pagePathFault } from '@plugwright/manifest'
import { carryWrappers, commonAncestors } from './carry-wrappers.ts'
import type { CarriedWrapper } from './carry-wrappers.ts'
import { componentLocal, pathTaken, pathUnsupported, routeData } from './diagnostics.ts'
import { groupOf } from './group-routes.ts'
import type { Group, GroupOptions } from './group-routes.ts'
import { toSlashes } from './module-graph.ts'
import { nameModule, titleOf } from './page-names.ts'
import { listPageRoutes } from './page-route.ts'
import type { PageRoute } from './page-route.ts'
import type { ComponentUse } from './read-element.ts'
import type { RouteNode, RouteTable } from './route-node.ts'

/** A page that a route becomes. */
export interface PagePlan {
  readonly plugin: string
  /** Below the plugin: `/customers/:id`. */
  readonly path: string
  /** From the plugin's folder. */
  readonly module: string
  readonly title: string
  readonly permission: string | undefined
  readonly use: ComponentUse
  /** What stands around it in its module, outermost first. */
  readonly wrappers: readonly CarriedWrapper[]
  /** The page's file is in the plugin's folder already, so none is written. */
  readonly isInPlace: boolean
  readonly route: PageRoute
}

/** A route that stays the host's. */
export interface LeftRoute {
  readonly path: string
  readonly place: Place
  /** A sentence. */
  readonly reason: string
  /** Where it could be adopted if it were written in another way. */
  readonly problem?: Diagnostic
}

export interface PagesPlan {
  readonly pages: readonly PagePlan[]
  readonly left: readonly LeftRoute[]
  /** Routes of the host that all pages stand in, outermost first. */
  readonly hostAncestors: readonly RouteNode[]
  /** Names of plugins that are others than their routes suggest: `admin` → `admin-pages`. */
  readonly renamed: ReadonlyMap<string, string>
}

export interface PagesOptions extends GroupOptions {
  /** The folder of the plugins, absolute. */
  readonly pluginsDir: string
  /** Whether page modules are TypeScript. */
  readonly typescript: boolean
  /** Names of the plugins to make; none: all. */
  readonly only: readonly string[]
}

interface Candidate {
  readonly route: PageRoute
  readonly use: ComponentUse
  readonly group: Exclude<Group, { reason: string }>
}

/** Decides for each route whether it becomes a page of a plugin, and of which. */
export function planPages(tables: readonly RouteTable[], options: PagesOptions): PagesPlan {
  const left: LeftRoute[] = []
  const candidates: Candidate[] = []
  for (const route of tables.flatMap(listPageRoutes)) {
    const judged = judge(route, options)
    if ('reason' in judged) left.push(judged)
    else candidates.push(judged)
  }
  const hostAncestors = commonAncestors(
    candidates.map(({ route }) => route),
    options.under,
  )
  const taken = new Map<string, PageRoute>()
  const pages: PagePlan[] = []
  for (const candidate of candidates) {
    const page = toPage(candidate, { ...options, hostAncestors, taken })
    if ('reason' in page) left.push(page)
    else pages.push(page)
  }
  const renamed = new Map(candidates.map(({ group }) => [group.name, group.wanted] as const))
  for (const [name, wanted] of renamed) if (name === wanted) renamed.delete(name)
  return { pages, left: left.toSorted(byPlace), hostAncestors, renamed }
}

function judge(route: PageRoute, options: PagesOptions): Candidate | LeftRoute {
  const { node, path, table } = route
  const { content } = node
  const here = { path: node.isPathComputed ? '(computed)' : path, place: node.place }
  const refuse = (problem: Diagnostic): LeftRoute => ({ ...here, reason: problem.message, problem })
  if (node.isPathComputed && content !== undefined && 'problem' in content) return refuse(content.problem)
  const use = content !== undefined && 'value' in content ? content.value.inner : undefined
  const from = use?.kind === 'component' ? use.component.from : undefined
  const file = from !== undefined && 'file' in from ? from.file : undefined
  if (from !== undefined && 'package' in from && from.package.startsWith('@plugwright/'))
    return { ...here, reason: 'It is where the host shows its plugins.' }
  const group = groupOf(path, file, options)
  if ('reason' in group) return { ...here, reason: group.reason }
  const { only } = options
  if (only.length > 0 && !only.includes(group.name))
    return { ...here, reason: 'It was not asked for by --only.' }
  if (use?.kind === 'redirect') return { ...here, reason: 'It only leads to another address.' }
  if (content !== undefined && 'problem' in content) return refuse(content.problem)
  const [property] = node.dataProperties
  if (property !== undefined) return refuse(routeData(path, property, node.place))
  if (use?.kind !== 'component') return { ...here, reason: 'It shows nothing of its own.' }
  if (file === table.module.file) return refuse(componentLocal(use.component.name, node.place))
  const fault = pagePathFault(group.path)
  return fault === undefined ? { route, use, group } : refuse(pathUnsupported(path, fault, node.place))
}

interface PageContext extends PagesOptions {
  readonly hostAncestors: readonly RouteNode[]
  /** Routes by plugin and shape of the page path. */
  readonly taken: Map<string, PageRoute>
}

function toPage({ route, use, group }: Candidate, context: PageContext): PagePlan | LeftRoute {
  const { node, path } = route
  const refuse = (problem: Diagnostic): LeftRoute => ({
    path,
    place: node.place,
    reason: problem.message,
    problem,
  })
  const shape = `${group.name} ${group.path.replace(/:[^/]+/g, ':').toLowerCase()}`
  const other = context.taken.get(shape)
  if (other !== undefined) return refuse(pathTaken(path, { place: node.place, other: other.node.place }))
  const carried = carryWrappers(route, { pagePath: group.path, hostAncestors: context.hostAncestors })
  if ('problem' in carried) return refuse(carried.problem)
  context.taken.set(shape, route)
  const { wrappers, permission } = carried.value
  const inPlace = wrappers.length === 0 ? ownModule(use, group.name, context) : undefined
  return {
    plugin: group.name,
    path: group.path,
    module: inPlace ?? nameModule(group.path, context.typescript ? 'tsx' : 'jsx'),
    title: titleOf({ title: node.title, component: use.component, path: group.path, plugin: group.wanted }),
    permission,
    use,
    wrappers,
    isInPlace: inPlace !== undefined,
    route,
  }
}

/** The page's own file, where that is in the plugin's folder and can be the page as it is. */
function ownModule(
  { component, attributes }: ComponentUse,
  name: string,
  { pluginsDir }: PagesOptions,
): string | undefined {
  if (!('file' in component.from) || component.exportName !== 'default' || attributes !== '') return undefined
  const path = toSlashes(relative(`${pluginsDir}/${name}`, component.from.file))
  return path.startsWith('../') ? undefined : path
}

function byPlace(a: LeftRoute, b: LeftRoute): number {
  const [left, right] = [a.place, b.place]
  if (left.file !== right.file) return (left.file ?? '') < (right.file ?? '') ? -1 : 1
  return (left.span?.start.offset ?? 0) - (right.span?.start.offset ?? 0)
}
