import { loadFailed } from './diagnostics.ts'
import type { HotChange } from './hot.ts'
import type { SetupContext } from './plugin-context.ts'
import { createDelivery, type DeliveryOptions } from './loading/delivery.ts'
import { findLevel } from './loading/find-level.ts'
import { createPluginMessages, type PluginMessages } from './messages/plugin-messages.ts'
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
  /** Its texts. */
  readonly messages: PluginMessages
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
  /** The host's language. */
  readonly locale: () => string
  /** This module, or with the empty string any of the plugin, has newer or working code. */
  readonly repaired: (module: string) => void
}

/** Creates the state of one plugin; nothing is fetched. */
export function createPluginState(record: PluginRecord, options: PluginStateOptions): PluginState {
  const { name: plugin } = record
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
    changed: options.changed,
  })
  const take = (change: HotChange): void => {
    options.repaired('')
    takeChange(change, loaded)
  }
  const loaded = createLoadedParts(plugin, { ...options, module, deliver, lifetime: lifetime.signal })
  const { setup, messages, adapters, parts } = loaded

  const state: PluginState = {
    record,
    module,
    messages,
    foundation: () => [module, messages.need() ?? [], module.value?.setup === undefined ? [] : setup].flat(),
    needs(key) {
      loaded.wanted = key
      return [...state.foundation(), adapters.of(key) ?? [], parts.of(key)].flat()
    },
    adapt: (key, namespace) => adapters.adapt(key, namespace),
    resources: () => [module, setup, ...messages.all(), ...adapters.all(), ...parts.all()],
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
  readonly messages: PluginMessages
  readonly adapters: PluginAdapters
  readonly parts: PluginParts
  /** The page or block that was asked for last. */
  wanted: string | undefined
}

function createLoadedParts(
  plugin: string,
  options: Omit<PluginStateOptions, keyof DeliveryOptions> & {
    readonly module: Resource<PluginModule>
    readonly deliver: <Value>(load: () => Promise<Value>) => Promise<Value>
    readonly lifetime: AbortSignal
  },
): LoadedParts {
  const { module, deliver, changed } = options
  const level = (): PluginModule | undefined => module.value
  const parts = createPluginParts({ ...options, plugin, findLoader: (key) => loaderOf(level(), key) })
  const loaded: LoadedParts = {
    module,
    setup: createPluginSetup(plugin, { ...options, load: () => deliver(async () => level()?.setup?.()) }),
    messages: createPluginMessages({
      ...options,
      plugin,
      level,
      // Without a setup that has to run before, the page comes together with its texts.
      meanwhile: () => void prefetchParts(loaded, level()?.setup === undefined ? loaded.wanted : undefined),
    }),
    adapters: createPluginAdapters({
      plugin,
      level,
      framework: options.framework,
      deliver,
      loadPart: (key) => void parts.of(key).load(),
      changed,
    }),
    parts,
    wanted: undefined,
  }
  return loaded
}

function takeChange(change: HotChange, { module, setup, messages, adapters, parts }: LoadedParts): void {
  if (change.kind === 'replace') {
    const isOtherSetup = (module.value?.setup === undefined) !== (change.next.setup === undefined)
    adapters.prune()
    parts.prune((key) => loaderOf(change.next, key) !== undefined)
    if (isOtherSetup) setup.rest()
    if (isOtherSetup || setup.state === 'failed') setup.renew()
    module.set(change.next)
    messages.renew()
  } else if (change.module === 'setup') setup.use(change.namespace)
  else parts.of(change.module).set(change.namespace)
}

function renewParts({ module, setup, messages, adapters, parts }: LoadedParts, next: PluginModule): void {
  if (next === module.value) return
  adapters.renew()
  module.set(next)
  messages.renew()
  setup.renew()
  void parts.renew()
}

/** Setup is imported, not run. */
async function prefetchParts(
  { module, setup, messages, adapters, parts }: LoadedParts,
  key: string | undefined,
): Promise<void> {
  await module.prefetch()
  if (module.state !== 'ready') return
  const part = key === undefined ? [] : [adapters.of(key) ?? [], parts.of(key)]
  const ahead = module.value?.setup === undefined ? [] : setup
  const wanted = [messages.need() ?? [], ahead, part].flat(2)
  await Promise.all(wanted.map((one) => one.prefetch()))
}

function loaderOf(module: PluginModule | undefined, key: string): (() => Promise<unknown>) | undefined {
  const page = module?.pages.find((candidate) => candidate.module === key)
  if (page !== undefined) return page.load
  return module?.blocks && Object.hasOwn(module.blocks, key) ? module.blocks[key] : undefined
}
