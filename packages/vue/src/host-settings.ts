import type { PluginStatus, Registry, RegistrySnapshot } from '@plugwright/runtime'
import type { CardKind } from '@plugwright/runtime/adapter'
import { computed, inject, type Component, type ComputedRef, type InjectionKey, type Ref } from 'vue'

/** What the provider hands down. */
export interface HostSettings {
  readonly registry: Registry
  readonly navigate: ((href: string) => void) | undefined
  readonly locale: string
  readonly host: unknown
  readonly pathname: string
  readonly search: string
  readonly base: string
  readonly cards: Readonly<Partial<Record<CardKind, Component>>>
}

/** The provider's settings and the registry's state. */
export interface Host {
  readonly settings: ComputedRef<HostSettings>
  readonly snapshot: Readonly<Ref<RegistrySnapshot>>
}

/** Carries the provider's {@link Host}; read it with {@link useHost}. */
export const hostKey: InjectionKey<Host> = Symbol('plugwright host')

/** What the nearest provider hands down. */
export function useHost(): Host {
  const host = inject(hostKey, undefined)
  if (host === undefined) throw new Error('Plugwright components need a <PluginProvider> above them.')
  return host
}

/** The registry of the nearest provider. */
export function useRegistry(): Registry {
  return useHost().settings.value.registry
}

/** The registry's state; a ref that changes with it. */
export function useRegistrySnapshot(): Readonly<Ref<RegistrySnapshot>> {
  return useHost().snapshot
}

/** All plugins with state, version, source and problems, for an administration page. */
export function usePlugins(): ComputedRef<readonly PluginStatus[]> {
  const { snapshot } = useHost()
  return computed(() => snapshot.value.plugins)
}
