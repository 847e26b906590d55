import type { RegistrySnapshot } from '@plugwright/runtime'
import { useSyncExternalStore } from 'react'
import { registry } from 'virtual:plugwright'

/** What the registry knows now: navigation, blocks and every plugin with its problems. */
export function usePlugins(): RegistrySnapshot {
  return useSyncExternalStore(registry.subscribe, registry.getSnapshot)
}
