import type { HostEnvironment, PageState } from '@plugwright/runtime'
import { useEffect, useMemo } from 'react'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'

/** What the host lends to plugins, as the registry wants it. */
export function useHostEnvironment(): HostEnvironment {
  const { navigate, locale, host } = useHostSettings()
  return useMemo(() => ({ ...(navigate && { navigate }), locale, host }), [navigate, locale, host])
}

/** What to show for an address now; loads what is missing. */
export function usePageState(pathname: string): PageState {
  const { registry } = useHostSettings()
  const snapshot = useRegistrySnapshot()
  const environment = useHostEnvironment()
  // The snapshot stands for everything that peekPage reads.
  const state = useMemo(() => registry.peekPage(pathname), [registry, pathname, snapshot])

  useEffect(() => {
    if (state.kind !== 'loading') return
    void registry
      .matchPage(pathname)
      .then((match) => (match.kind === 'page' ? registry.loadPage(match, environment) : undefined))
  }, [registry, pathname, environment, state])
  return state
}
