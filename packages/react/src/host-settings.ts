import type { PluginStatus, Registry, RegistrySnapshot } from '@plugwright/runtime'
import type { CardKind } from '@plugwright/runtime/adapter'
import { createContext, useContext, useSyncExternalStore, type ComponentType, type Context } from 'react'
import type { CardProps } from './card.tsx'

/** What the provider hands down. */
export interface HostSettings {
  readonly registry: Registry
  readonly navigate: ((href: string) => void) | undefined
  readonly locale: string
  readonly host: unknown
  readonly pathname: string
  readonly search: string
  readonly base: string
  readonly cards: Readonly<Partial<Record<CardKind, ComponentType<CardProps>>>>
}

/** Carries the provider's settings; read it with {@link useHostSettings}. */
export const HostSettingsContext: Context<HostSettings | undefined> = createContext<HostSettings | undefined>(
  undefined,
)

/** The settings of the nearest provider. */
export function useHostSettings(): HostSettings {
  const settings = useContext(HostSettingsContext)
  if (settings === undefined) throw new Error('Plugwright components need a <PluginProvider> above them.')
  return settings
}

/** The registry of the nearest provider. */
export function useRegistry(): Registry {
  return useHostSettings().registry
}

/** The registry's state; renders again when it changes. While a page from a server hydrates it is as empty as it was there. */
export function useRegistrySnapshot(): RegistrySnapshot {
  const { getSnapshot, subscribe } = useRegistry()
  const snapshot = useSyncExternalStore(subscribe, getSnapshot, getSnapshot)
  return useIsHydrating() ? { ...snapshot, nav: [], plugins: [], blocks: () => [] } : snapshot
}

/** Whether this is rendered on a server, or has to come out as it did there. */
export function useIsHydrating(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => false,
    () => true,
  )
}

function neverChanges(): () => void {
  return () => undefined
}

/** All plugins with state, version, source and problems, for an administration page. */
export function usePlugins(): readonly PluginStatus[] {
  return useRegistrySnapshot().plugins
}
