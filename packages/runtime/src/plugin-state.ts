import { loadFailed, setupFailed } from './diagnostics.ts'
import type { HotChange } from './hot.ts'
import type { PluginDefinition, SetupContext } from './plugin-context.ts'
import { createPluginAdapters } from './plugin-adapters.ts'
import { createPluginParts } from './plugin-parts.ts'
import type { PluginModule, PluginRecord } from './registry-data.ts'
import { createResource, type Resource } from './resource.ts'

/** What is loaded of one plugin. */
export interface PluginState {
  record: PluginRecord
  /** Its page list and loaders. */
  readonly module: Resource<PluginModule>
  /** What has to be ready for a page (by `module`) or block (by key), in this order; the last is its namespace. */
  needs(key: string): Resource<unknown>[]
  /** What of that namespace the host can show: one of another framework goes through its adapter. */
  adapt(key: string, namespace: unknown): unknown
  /** Everything that was touched. */
  resources(): Resource<unknown>[]
  /** Aborts the plugin's signal and stops listening. */
  dispose(): void
}

/** How a {@link PluginState} reaches its surroundings. */
export interface PluginStateOptions {
  /** Something was loaded or failed. */
  readonly changed: () => void
  readonly createContext: (signal: AbortSignal) => SetupContext
  /** The host's framework. */
  readonly framework: () => string | undefined
  /** This module, or with the empty string any of the plugin, has newer or working code. */
  readonly repaired: (module: string) => void
}

/** Creates the state of one plugin; nothing is fetched. */
export function createPluginState(record: PluginRecord, options: PluginStateOptions): PluginState {
  const { name: plugin } = record
  const { changed, repaired } = options
  const lifetime = new AbortController()
  let stopListening: (() => void) | undefined

  const module = createResource<PluginModule>({
    async load() {
      const loaded = await state.record.load()
      stopListening?.()
      stopListening = lifetime.signal.aborted ? undefined : loaded.hot?.subscribe(take)
      return loaded
    },
    toProblem: (error) => loadFailed({ plugin }, error),
    changed,
  })
  const setup = createSetup(plugin, {
    ...options,
    lifetime: lifetime.signal,
    load: async () => module.value?.setup?.(),
  })
  const findLoader = (key: string): (() => Promise<unknown>) | undefined => loaderOf(module.value, key)
  const parts = createPluginParts({ plugin, findLoader, changed, repaired })
  const adapters = createPluginAdapters({
    plugin,
    level: () => module.value,
    framework: options.framework,
    loadPart: (key) => void parts.of(key).load(),
    changed,
  })

  function take(change: HotChange): void {
    repaired('')
    if (change.kind === 'replace') {
      adapters.prune()
      parts.prune((key) => loaderOf(change.next, key) !== undefined)
      if (setup.state === 'failed') setup.reset()
      module.set(change.next)
    } else if (change.module === 'setup') setup.use(change.namespace)
    else parts.of(change.module).set(change.namespace)
  }

  const state: PluginState = {
    record,
    module,
    needs(key) {
      const before = module.value?.setup === undefined ? [] : [setup]
      return [module, ...before, adapters.of(key) ?? [], parts.of(key)].flat()
    },
    adapt: (key, namespace) => adapters.adapt(key, namespace),
    resources: () => [module, setup, ...adapters.all(), ...parts.all()],
    dispose() {
      stopListening?.()
      lifetime.abort()
    },
  }
  return state
}

/** `setup` as a resource; `use` takes a newer entry, which is set up when it is needed again. */
function createSetup(
  plugin: string,
  options: PluginStateOptions & { readonly lifetime: AbortSignal; readonly load: () => Promise<unknown> },
): Resource<unknown> & { use(entry: unknown): void } {
  let newest: unknown
  let current = new AbortController()
  options.lifetime.addEventListener('abort', () => current.abort())

  const setup = createResource<unknown>({
    async load() {
      const entry = newest ?? (await options.load())
      if (options.lifetime.aborted) return
      current.abort()
      current = new AbortController()
      await definitionOf(entry)?.setup(options.createContext(current.signal))
    },
    toProblem: (error) => setupFailed({ plugin }, error),
    changed: options.changed,
  })
  return Object.assign(setup, {
    use(entry: unknown) {
      newest = entry
      setup.reset()
    },
  })
}

/** An entry that only has side effects is fine. */
function definitionOf(entry: unknown): PluginDefinition | undefined {
  const exported = (entry as { default?: Partial<PluginDefinition> } | undefined)?.default
  return typeof exported?.setup === 'function' ? (exported as PluginDefinition) : undefined
}

function loaderOf(module: PluginModule | undefined, key: string): (() => Promise<unknown>) | undefined {
  const page = module?.pages.find((candidate) => candidate.module === key)
  if (page !== undefined) return page.load
  return module?.blocks && Object.hasOwn(module.blocks, key) ? module.blocks[key] : undefined
}
