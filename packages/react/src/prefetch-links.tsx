import { prefetchLinks, type PrefetchTime } from '@plugwright/runtime/adapter'
import { useEffect } from 'react'
import { useHostSettings } from './host-settings.ts'
import { useHostEnvironment } from './use-page-state.ts'

/** Fetches pages before they are opened; shows nothing. */
export function PrefetchLinks({ when }: { readonly when: PrefetchTime }): null {
  const { registry, base } = useHostSettings()
  const environment = useHostEnvironment()
  useEffect(() => prefetchLinks({ registry, base, environment, when }), [registry, base, environment, when])
  return null
}
