import { useContext, useMemo, type ContextType, type ReactElement, type ReactNode } from 'react'
import { UNSAFE_RouteContext as RouteContext } from 'react-router'

/** Props of {@link PageLayout}. */
export interface PageLayoutProps {
  /** An element that shows the page through its `<Outlet />`. */
  readonly layout: ReactElement
  /** Where the layout stands, below the plugin, for its relative links. @default '/' */
  readonly at?: string
  /** The page. */
  readonly children: ReactNode
}

/**
 * Puts a layout of nested routes around the page of a plugin: what has an `<Outlet />` for a route in it shows the page there,
 * and its relative links start where its route was. Only in pages that {@link PluginRoutes} shows.
 *
 * A layout that takes `children` needs nothing of the kind.
 */
export function PageLayout({ layout, at = '/', children }: PageLayoutProps): ReactElement {
  const page = useContext(RouteContext)
  // An <Outlet /> shows what the context around it names, and React Router has no other way to name it than a route.
  const around = useMemo(
    () => ({
      ...page,
      outlet: <RouteContext.Provider value={page}>{children}</RouteContext.Provider>,
      matches: matchesAt(page.matches, at),
    }),
    [page, at, children],
  )
  return <RouteContext.Provider value={around}>{layout}</RouteContext.Provider>
}

type Match = ContextType<typeof RouteContext>['matches'][number]

/** The last two are those of the plugin and of its page. */
function matchesAt(matches: readonly Match[], at: string): Match[] {
  const [plugin, page] = matches.slice(-2)
  const depth = at.split('/').filter((segment) => segment !== '').length
  if (plugin === undefined || page === undefined) return [...matches]
  if (depth === 0) return matches.slice(0, -1)
  const base = plugin.pathnameBase.replace(/\/$/, '')
  const below = page.pathname
    .slice(base.length)
    .split('/')
    .filter((segment) => segment !== '')
  const pathname = [base, ...below.slice(0, depth)].join('/')
  return [...matches.slice(0, -1), { ...page, pathname, pathnameBase: pathname }]
}
