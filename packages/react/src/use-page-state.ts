import type { BlockState, HostEnvironment, PageState, VisibleBlock } from '@plugwright/runtime'
import { useEffect, useMemo } from 'react'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'

/** What the host lends to plugins, as the registry wants it. */
export function useHostEnvironment(): HostEnvironment {
  const { navigate, locale, host } = useHostSettings()
  return useMemo(
    () => ({ framework: 'react' as const, ...(navigate && { navigate }), locale, host }),
    [navigate, locale, host],
  )
}

/** What to show for an address now; loads what is missing. */
export function usePageState(pathname: string): PageState {
  const { registry } = useHostSettings()
  const environment = useHostEnvironment()
  useRegistrySnapshot()
  const state = registry.peekPage(pathname)
  // Asking again while something loads joins that load.
  useEffect(() => {
    if (state.kind !== 'loading') return
    void registry
      .matchPage(pathname)
      .then((match) => (match.kind === 'page' ? registry.loadPage(match, environment) : undefined))
  }, [registry, pathname, environment, state])
  return state
}

/** What to show for a block now; loads what is missing. */
export function useBlockState(block: VisibleBlock): BlockState {
  const { registry } = useHostSettings()
  const environment = useHostEnvironment()
  useRegistrySnapshot()
  const state = registry.peekBlock(block)
  useEffect(() => {
    if (state.kind === 'loading') void registry.loadBlock(block, environment)
  }, [registry, block, environment, state])
  return state
}
