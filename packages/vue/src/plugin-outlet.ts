import { computed, defineComponent, h, type DefineSetupFnComponent } from 'vue'
import { useHost } from './host-settings.ts'
import { PageView, type IndexSlot } from './page-view.ts'
import { usePageState } from './use-page-state.ts'

/** Props of {@link PluginOutlet}. */
export interface PluginOutletProps {
  /** Address of the host to show, without the provider's `base`. Default: the provider's. */
  readonly pathname?: string
  /** Its query. Default: none with `pathname`, else the provider's. */
  readonly search?: string
}

/** Slots of {@link PluginOutlet}: `index` is what to show at `routeBase` itself. Default: the navigation. */
export type PluginOutletSlots = IndexSlot

/** Where plugin pages appear. Nothing outside of `routeBase`. */
export const PluginOutlet: DefineSetupFnComponent<PluginOutletProps, {}, PluginOutletSlots> = defineComponent(
  (props: PluginOutletProps, { slots }) => {
    const { settings } = useHost()
    const search = computed(() => props.search ?? (props.pathname === undefined ? settings.value.search : ''))
    const state = usePageState(() => props.pathname ?? settings.value.pathname)
    return () => h(PageView, { state: state.value, search: search.value }, slots)
  },
  { name: 'PluginOutlet', props: ['pathname', 'search'] },
)
