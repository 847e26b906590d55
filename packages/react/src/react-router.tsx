import { useMemo, type ReactElement, type ReactNode } from 'react'
import { Route, Routes, useHref, useLocation, useNavigate } from 'react-router'
import { HostSettingsContext, useHostSettings } from './host-settings.ts'
import { PageView } from './page-view.tsx'
import { PluginProvider, type PluginProviderProps } from './plugin-provider.tsx'
import { usePageState } from './use-page-state.ts'
import { useStableNavigate } from './use-stable-navigate.ts'

export { PageLayout } from './page-layout.tsx'
export type { PageLayoutProps } from './page-layout.tsx'
export { PluginRedirect } from './plugin-redirect.tsx'
export type { PluginRedirectProps } from './plugin-redirect.tsx'

/** Props of {@link RouterPluginProvider}: the router knows the rest. */
export type RouterPluginProviderProps = Omit<PluginProviderProps, 'navigate' | 'pathname' | 'search' | 'base'>

/** A `PluginProvider` that takes place and navigation from React Router; it stands inside the router. */
export function RouterPluginProvider(props: RouterPluginProviderProps): ReactElement {
  const { pathname, search } = useLocation()
  const base = useHref('/').replace(/\/$/, '')
  return (
    <PluginProvider {...props} navigate={useNavigate()} pathname={pathname} search={search} base={base} />
  )
}

/**
 * Plugin pages as live nested routes, so that `useParams` and `<Link>` work in them; `..` is the plugin: `<Link to="../accounts">`.
 * Stands in one route of the host: `<Route path="plugins/*" element={<PluginRoutes />} />`. `index` is what to show at
 * `routeBase` itself.
 */
export function PluginRoutes({ index }: { readonly index?: ReactNode }): ReactElement {
  const settings = useHostSettings()
  const { pathname, search } = useLocation()
  const navigate = useStableNavigate(useNavigate())
  const inRouter = useMemo(
    () => ({ ...settings, navigate, pathname, search }),
    [settings, navigate, pathname, search],
  )
  const state = usePageState(pathname)

  const view = <PageView state={state} search={search} index={index} />
  return (
    <HostSettingsContext.Provider value={inRouter}>
      {'match' in state ? (
        <Routes>
          <Route path={state.match.plugin} caseSensitive>
            <Route path={toRoutePath(state.match.page.path)} element={view} caseSensitive />
          </Route>
          {/* The host's route is not at the registry's routeBase: the page is shown all the same, without useParams. */}
          <Route path="*" element={view} />
        </Routes>
      ) : (
        view
      )}
    </HostSettingsContext.Provider>
  )
}

/** `/customers/:id` → `customers/:id`. Without the `?`, the route of the plugin itself would be a better match for `/plugins/docs` than its `*`. */
function toRoutePath(path: string): string {
  return path === '/*' ? '*?' : path.slice(1)
}
