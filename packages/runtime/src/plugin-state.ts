import { loadFailed } from './diagnostics.ts'
import type { HotChange } from './hot.ts'
import type { SetupContext } from './plugin-context.ts'
import { createDelivery, type DeliveryOptions } from './loading/delivery.ts'
import { findLevel } from './loading/find-level.ts'
import { createPluginAdapters, type PluginAdapters } from './plugin-adapters.ts'
import { createPluginParts, type PluginParts } from './plugin-parts.ts'
import { createPluginSetup, type PluginSetup } from './plugin-setup.ts'
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
  /** What has to be ready before a plugin that needs this one. */
  foundation(): Resource<unknown>[]
  /** Everything that was touched. */
  resources(): Resource<unknown>[]
  /** Imports what a page needs, or another plugin, without setting anything up; what fails is as if it had not been tried. */
  prefetch(key?: string): Promise<void>
  /** Takes another build of the plugin; what is loaded follows. */
  renew(next: PluginModule): void
  /** Aborts what setup has started; it is set up again when it is needed. */
  rest(): void
  /** Aborts the plugin's signal and stops listening. */
  dispose(): void
}

/** How a {@link PluginState} reaches its surroundings. */
export interface PluginStateOptions extends Omit<DeliveryOptions, 'renew'> {
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

  const deliver = createDelivery({
    ...options,
    // What is being loaded belongs to the former build, and nobody waits for it any more.
    renew(next) {
      if (!lifetime.signal.aborted) state.renew(next)
    },
  })
  const module = createLevel(plugin, {
    load: () => deliver(() => state.record.load()),
    arrived(level) {
      stopListening?.()
      stopListening = lifetime.signal.aborted ? undefined : level.hot?.subscribe(take)
    },
    changed,
  })
  const take = (change: HotChange): void => {
    repaired('')
    takeChange(change, loaded)
  }
  const setup = createPluginSetup(plugin, {
    ...options,
    lifetime: lifetime.signal,
    load: () => deliver(async () => module.value?.setup?.()),
  })
  const findLoader = (key: string): (() => Promise<unknown>) | undefined => loaderOf(module.value, key)
  const parts = createPluginParts({ plugin, findLoader, deliver, changed, repaired })
  const adapters = createPluginAdapters({
    plugin,
    level: () => module.value,
    framework: options.framework,
    deliver,
    loadPart: (key) => void parts.of(key).load(),
    changed,
  })

  const loaded: LoadedParts = { module, setup, adapters, parts }

  const state: PluginState = {
    record,
    module,
    foundation: () => [module, ...(module.value?.setup === undefined ? [] : [setup])],
    needs: (key) => [...state.foundation(), adapters.of(key) ?? [], parts.of(key)].flat(),
    adapt: (key, namespace) => adapters.adapt(key, namespace),
    resources: () => [module, setup, ...adapters.all(), ...parts.all()],
    prefetch: (key) => prefetchParts(loaded, key),
    renew: (next) => renewParts(loaded, next),
    rest: () => setup.rest(),
    dispose() {
      stopListening?.()
      lifetime.abort()
    },
  }
  return state
}

/** The second level of a plugin as a resource. */
function createLevel(
  plugin: string,
  options: {
    readonly load: () => Promise<unknown>
    readonly arrived: (level: PluginModule) => void
    readonly changed: () => void
  },
): Resource<PluginModule> {
  return createResource<PluginModule>({
    async load() {
      const namespace = await options.load()
      const level = findLevel(namespace, plugin) ?? (namespace as PluginModule)
      options.arrived(level)
      return level
    },
    toProblem: (error) => loadFailed({ plugin }, error),
    changed: options.changed,
  })
}

/** The parts of a {@link PluginState}. */
interface LoadedParts {
  readonly module: Resource<PluginModule>
  readonly setup: PluginSetup
  readonly adapters: PluginAdapters
  readonly parts: PluginParts
}

function takeChange(change: HotChange, { module, setup, adapters, parts }: LoadedParts): void {
  if (change.kind === 'replace') {
    adapters.prune()
    parts.prune((key) => loaderOf(change.next, key) !== undefined)
    if (setup.state === 'failed') setup.reset()
    module.set(change.next)
  } else if (change.module === 'setup') setup.use(change.namespace)
  else parts.of(change.module).set(change.namespace)
}

function renewParts({ module, setup, adapters, parts }: LoadedParts, next: PluginModule): void {
  if (next === module.value) return
  adapters.prune()
  module.set(next)
  setup.renew()
  void parts.renew()
}

/** Setup is imported, not run. */
async function prefetchParts(
  { module, setup, adapters, parts }: LoadedParts,
  key: string | undefined,
): Promise<void> {
  await module.prefetch()
  if (module.state !== 'ready') return
  const part = key === undefined ? [] : [adapters.of(key) ?? [], parts.of(key)].flat()
  await Promise.all([setup.prefetch(), ...part.map((one) => one.prefetch())])
}

function loaderOf(module: PluginModule | undefined, key: string): (() => Promise<unknown>) | undefined {
  const page = module?.pages.find((candidate) => candidate.module === key)
  if (page !== undefined) return page.load
  return module?.blocks && Object.hasOwn(module.blocks, key) ? module.blocks[key] : undefined
}
