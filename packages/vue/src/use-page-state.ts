import type { BlockState, HostEnvironment, PageState, VisibleBlock } from '@plugwright/runtime'
import { computed, watch, type ComputedRef } from 'vue'
import { useHost, type HostSettings } from './host-settings.ts'

/** What the host lends to plugins, as the registry wants it. */
export function useHostEnvironment(): ComputedRef<HostEnvironment> {
  return toHostEnvironment(useHost().settings)
}

/** The same from the settings themselves. */
export function toHostEnvironment(settings: ComputedRef<HostSettings>): ComputedRef<HostEnvironment> {
  return computed((before?: HostEnvironment) => {
    const { navigate, locale, host } = settings.value
    const isSame = before?.navigate === navigate && before?.locale === locale && before.host === host
    return isSame ? before : { framework: 'vue', ...(navigate && { navigate }), locale, host }
  })
}

/** What to show for an address now; loads what is missing. */
export function usePageState(pathname: () => string): ComputedRef<PageState> {
  const { settings, snapshot } = useHost()
  const environment = useHostEnvironment()
  const state = computed(() => {
    void snapshot.value
    return settings.value.registry.peekPage(pathname())
  })
  // Asking again while something loads joins that load.
  watch(
    state,
    async ({ kind }) => {
      if (kind !== 'loading') return
      const { registry } = settings.value
      const match = await registry.matchPage(pathname())
      if (match.kind === 'page') await registry.loadPage(match, environment.value)
    },
    { immediate: true },
  )
  return state
}

/** What to show for a block now; loads what is missing. */
export function useBlockState(block: () => VisibleBlock): ComputedRef<BlockState> {
  const { settings, snapshot } = useHost()
  const environment = useHostEnvironment()
  const state = computed(() => {
    void snapshot.value
    return settings.value.registry.peekBlock(block())
  })
  watch(
    state,
    async ({ kind }) => {
      if (kind === 'loading') await settings.value.registry.loadBlock(block(), environment.value)
    },
    { immediate: true },
  )
  return state
}
