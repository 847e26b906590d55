import { loadFailed } from './diagnostics.ts'
import type { MountAdapter, ModuleAdapter, PluginModule } from './registry-data.ts'
import { createResource, type Resource } from './resource.ts'

/** The adapters of those pages and blocks of one plugin that are not of the host's framework. */
export interface PluginAdapters {
  /** That of a page (by `module`) or block (by key); `undefined` where the host takes it as it is. */
  of(key: string): Resource<MountAdapter> | undefined
  all(): Resource<MountAdapter>[]
  /** Forgets those that failed. */
  prune(): void
  /** Forgets those that are not there yet: they are of a former build. */
  renew(): void
  /** What of a loaded module the host can show: itself, or the same for one namespace through its adapter. */
  adapt(key: string, namespace: unknown): unknown
}

/** Where {@link PluginAdapters} come from, and whom they tell. */
export interface PluginAdaptersOptions {
  readonly plugin: string
  readonly level: () => PluginModule | undefined
  /** The host's framework. */
  readonly framework: () => string | undefined
  /** Imports; what cannot be fetched is asked for again. */
  readonly deliver: <Value>(load: () => Promise<Value>) => Promise<Value>
  /** Called while an adapter is fetched, so that both are fetched together. */
  readonly loadPart: (key: string) => void
  readonly changed: () => void
}

/** Creates {@link PluginAdapters}; nothing is fetched. */
export function createPluginAdapters(options: PluginAdaptersOptions): PluginAdapters {
  const adapters = new Map<string, Resource<MountAdapter>>()
  /** By namespace: another `mount` would mount again. */
  const adapted = new WeakMap<object, object>()

  function find(key: string): ModuleAdapter | undefined {
    const all = options.level()?.adapters
    const adapter = all !== undefined && Object.hasOwn(all, key) ? all[key] : undefined
    return adapter?.framework === options.framework() ? undefined : adapter
  }

  function create(key: string): Resource<MountAdapter> {
    const subject = { plugin: options.plugin, file: key }
    return createResource<MountAdapter>({
      async load() {
        const { load } = find(key) ?? {}
        if (load === undefined) throw new Error('There is no adapter.')
        options.loadPart(key)
        return options.deliver(load)
      },
      toProblem(error) {
        const problem = find(key)?.problem
        return problem === undefined ? loadFailed(subject, error) : { ...subject, ...problem }
      },
      changed: options.changed,
    })
  }

  return {
    of(key) {
      if (find(key) === undefined) return undefined
      const adapter = adapters.get(key) ?? create(key)
      adapters.set(key, adapter)
      return adapter
    },
    all: () => [...adapters.values()],
    prune() {
      for (const [key, { state }] of adapters) if (state === 'failed') adapters.delete(key)
    },
    renew() {
      for (const [key, { state }] of adapters) if (state !== 'ready') adapters.delete(key)
    },
    adapt(key, namespace) {
      const adapter = find(key) && adapters.get(key)?.value
      const isComponent = (namespace as { readonly default?: unknown }).default !== undefined
      if (adapter === undefined || !isComponent) return namespace
      const known = adapted.get(namespace as object) ?? adapter.toMount(namespace)
      adapted.set(namespace as object, known)
      return known
    },
  }
}
