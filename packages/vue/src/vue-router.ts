import {
  computed,
  defineComponent,
  h,
  provide,
  reactive,
  type ComputedRef,
  type DefineSetupFnComponent,
} from 'vue'
import {
  routeLocationKey,
  useRoute,
  useRouter,
  type RouteLocationNormalizedLoaded,
  type RouteRecordRaw,
} from 'vue-router'
import { hostKey, useHost, type HostSettings } from './host-settings.ts'
import { PageView, type IndexSlot } from './page-view.ts'
import { PluginProvider, type PluginProviderProps } from './plugin-provider.ts'
import { usePageState } from './use-page-state.ts'

/** Props of {@link RouterPluginProvider}: the router knows the rest. */
export type RouterPluginProviderProps = Omit<PluginProviderProps, 'navigate' | 'pathname' | 'search' | 'base'>

/** A `PluginProvider` that takes place and navigation from Vue Router. */
export const RouterPluginProvider: DefineSetupFnComponent<RouterPluginProviderProps> = defineComponent(
  (props: RouterPluginProviderProps, { slots }) => {
    const place = useRouterPlace()
    return () => h(PluginProvider, { ...props, ...place.value }, slots)
  },
  { name: 'RouterPluginProvider', props: ['registry', 'locale', 'host', 'prefetch', 'cards'] },
)

/**
 * Plugin pages below one route of the host, see {@link pluginRoute}: in them, `useRoute().params` are those of the page, and
 * `<RouterLink>` works. The slot `index` is what to show at `routeBase` itself.
 */
export const PluginRoutes: DefineSetupFnComponent<Record<string, never>, {}, IndexSlot> = defineComponent(
  (_props: Record<string, never>, { slots }) => {
    const host = useHost()
    const place = useRouterPlace()
    const settings = computed((): HostSettings => ({ ...host.settings.value, ...place.value }))
    provide(hostKey, { ...host, settings })
    const state = usePageState(() => place.value.pathname)

    const route = useRoute()
    const params = computed(() => ('match' in state.value ? state.value.match.params : route.params))
    provide(routeLocationKey, withParams(route, params))
    return () => h(PageView, { state: state.value, search: place.value.search }, slots)
  },
  { name: 'PluginRoutes' },
)

/**
 * The host's route for all plugin pages: `createRouter({ routes: [home, pluginRoute()] })`.
 *
 * @param routeBase the registry's. Default `/plugins`.
 */
export function pluginRoute(routeBase = '/plugins'): RouteRecordRaw {
  return { path: `${routeBase}/:pathMatch(.*)*`, name: 'plugins', component: PluginRoutes }
}

type RouterPlace = Required<Pick<PluginProviderProps, 'pathname' | 'search' | 'base'>> & {
  readonly navigate: (href: string) => void
}

function useRouterPlace(): ComputedRef<RouterPlace> {
  const router = useRouter()
  const route = useRoute()
  const navigate = (href: string): void => void router.push(href)
  const base = router.options.history.createHref('/').replace(/\/$/, '')
  return computed(() => ({
    pathname: route.path,
    search: /\?[^#]*/.exec(route.fullPath)?.[0] ?? '',
    base,
    navigate,
  }))
}

/** The same route, and as reactive, with other parameters. */
function withParams(
  route: RouteLocationNormalizedLoaded,
  params: ComputedRef<RouteLocationNormalizedLoaded['params']>,
): RouteLocationNormalizedLoaded {
  const keys = Object.keys(route) as (keyof RouteLocationNormalizedLoaded)[]
  const fields = Object.fromEntries(keys.map((key) => [key, computed(() => route[key])]))
  return reactive({ ...fields, params }) as unknown as RouteLocationNormalizedLoaded
}
