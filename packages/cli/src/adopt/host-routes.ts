import { joinPaths, segmentsOf } from './page-route.ts'
import type { Redirect } from './redirects.ts'
import type { RouteNode, Slot } from './route-node.ts'
import type { SourceModule } from './source-module.ts'

/** What the host's routes get in place of those that become pages. */
export interface HostRoutes {
  readonly redirects: readonly Redirect[]
  /** Whether plugins get their route; not where the host has it already. */
  readonly withPlugins: boolean
  /** Where plugins are: `/plugins`. */
  readonly routeBase: string
}

/** How routes are written where they go. */
export interface RouteStyle {
  readonly slot: Slot
  /** The routes around them. */
  readonly ancestors: readonly RouteNode[]
  /** Neighbours have addresses that begin with `/`. */
  readonly isAbsolute: boolean
}

/** The lines of the new routes, in JSX or as objects, as their neighbours are. */
export function formatHostRoutes(
  { redirects, withPlugins, routeBase }: HostRoutes,
  { slot, ancestors, isAbsolute }: RouteStyle,
): readonly string[] {
  const parent = joinPaths(ancestors)
  const toPath = (path: string): string =>
    isAbsolute ? path : segmentsOf(path).slice(segmentsOf(parent).length).join('/')
  const format = slot.kind === 'child' ? formatJsx(routeName(slot.module)) : formatObject(slot.module)
  return [
    ...(withPlugins ? format.plugins(toPath(`${routeBase}/*`)) : []),
    ...redirects.map((redirect) => format.redirect(toPath(redirect.path), redirect)),
  ]
}

/** The route that takes the place of an index route whose parent stays. */
export function formatIndexRedirect({ module, kind }: Slot, redirect: Omit<Redirect, 'path'>): string {
  const format = kind === 'child' ? formatJsx(routeName(module)) : formatObject(module)
  return format.index(redirect).replace(/,$/, '')
}

interface RouteFormat {
  plugins(path: string): readonly string[]
  redirect(path: string, redirect: Omit<Redirect, 'path'>): string
  index(redirect: Omit<Redirect, 'path'>): string
}

const VIEW = ['<RouterPluginProvider registry={registry}>', '  <PluginRoutes />', '</RouterPluginProvider>']

function formatJsx(route: string): RouteFormat {
  return {
    plugins: (path) => [
      `<${route}`,
      `  path="${path}"`,
      '  element={',
      ...VIEW.map((line) => `    ${line}`),
      '  }',
      '/>',
    ],
    redirect: (path, { from, to }) =>
      `<${route} path="${path}" element={<PluginRedirect from="${from}" to="${to}" />} />`,
    index: ({ from, to }) => `<${route} index element={<PluginRedirect from="${from}" to="${to}" />} />`,
  }
}

function formatObject({ file }: SourceModule): RouteFormat {
  if (/\.[cm]?ts$/.test(file)) return formatWithoutJsx()
  return {
    plugins: (path) => [
      '{',
      `  path: '${path}',`,
      '  element: (',
      ...VIEW.map((line) => `    ${line}`),
      '  ),',
      '},',
    ],
    redirect: (path, { from, to }) =>
      `{ path: '${path}', element: <PluginRedirect from="${from}" to="${to}" /> },`,
    index: ({ from, to }) => `{ index: true, element: <PluginRedirect from="${from}" to="${to}" /> },`,
  }
}

/** A `.ts` file has no JSX. */
function formatWithoutJsx(): RouteFormat {
  return {
    plugins: (path) => [
      '{',
      `  path: '${path}',`,
      '  element: createElement(RouterPluginProvider, { registry, children: createElement(PluginRoutes) }),',
      '},',
    ],
    redirect: (path, target) => `{ path: '${path}', element: ${createRedirect(target)} },`,
    index: (target) => `{ index: true, element: ${createRedirect(target)} },`,
  }
}

function createRedirect({ from, to }: Omit<Redirect, 'path'>): string {
  return `createElement(PluginRedirect, { from: '${from}', to: '${to}' })`
}

/** The name of `<Route>` in a file. */
export function routeName({ imports }: SourceModule): string {
  const found = [...imports].find(
    ([, { specifier, name }]) => specifier.startsWith('react-router') && name === 'Route',
  )
  return found?.[0] ?? 'Route'
}
