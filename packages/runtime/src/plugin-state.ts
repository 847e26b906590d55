import { exportMissing, loadFailed, setupFailed } from './diagnostics.ts'
import type { HotChange } from './hot.ts'
import type { PluginDefinition, SetupContext } from './plugin-context.ts'
import type { PluginModule, PluginRecord } from './registry-data.ts'
import { createResource, type Resource } from './resource.ts'

/** What is loaded of one plugin. */
export interface PluginState {
  record: PluginRecord
  readonly module: Resource<PluginModule>
  readonly setup: Resource<unknown>
  /** The namespace of a page (by `module`) or block (by key), created on first use. */
  part(key: string): Resource<unknown>
  /** Everything that may fail and has been touched. */
  resources(): Resource<unknown>[]
  /** Aborts the plugin's signal and stops listening. */
  dispose(): void
}

/** How a {@link PluginState} reaches its surroundings. */
export interface PluginStateOptions {
  createContext(signal: AbortSignal): SetupContext
  changed(): void
  /** New code has come from the development server. */
  refreshed(): void
}

/** Creates the state of one plugin; nothing is fetched. */
export function createPluginState(record: PluginRecord, options: PluginStateOptions): PluginState {
  const subject = { plugin: record.name }
  const parts = new Map<string, Resource<unknown>>()
  let lifetime = new AbortController()
  let stopListening: (() => void) | undefined
  let disposed = false

  const module = createResource<PluginModule>({
    async load() {
      const loaded = await state.record.load()
      if (!disposed) {
        stopListening?.()
        stopListening = loaded.hot?.subscribe(onChange)
      }
      return loaded
    },
    toProblem: (error) => loadFailed(subject, error),
    changed: options.changed,
  })
  const setup = createResource<unknown>({
    async load() {
      const entry = freshEntry ?? (await module.value?.setup?.())
      freshEntry = undefined
      lifetime.abort()
      lifetime = new AbortController()
      await definitionOf(entry)?.setup(options.createContext(lifetime.signal))
    },
    toProblem: (error) => setupFailed(subject, error),
    changed: options.changed,
  })
  // A namespace of frontend_entry that the development server brought; the loader would give the old one.
  let freshEntry: unknown

  function onChange(change: HotChange): void {
    options.refreshed()
    if (change.kind === 'replace') {
      for (const [key, part] of parts)
        if (part.state === 'failed' || !findLoader(change.next, key)) parts.delete(key)
      if (setup.state === 'failed') setup.reset()
      module.set(change.next)
    } else if (change.module === 'setup') {
      freshEntry = change.namespace
      setup.reset()
    } else {
      state.part(change.module).set(change.namespace)
    }
  }

  const state: PluginState = {
    record,
    module,
    setup,
    part(key) {
      const known = parts.get(key)
      if (known !== undefined) return known
      const part = createResource<unknown>({
        load: async () => (await findLoader(module.value, key)?.()) ?? {},
        check: (namespace) => (isShowable(namespace) ? undefined : exportMissing({ ...subject, file: key })),
        toProblem: (error) => loadFailed({ ...subject, file: key }, error),
        changed: options.changed,
      })
      parts.set(key, part)
      return part
    },
    resources: () => [module, setup, ...parts.values()],
    dispose() {
      disposed = true
      stopListening?.()
      lifetime.abort()
    },
  }
  return state
}

function findLoader(module: PluginModule | undefined, key: string): (() => Promise<unknown>) | undefined {
  const page = module?.pages.find((candidate) => candidate.module === key)
  if (page !== undefined) return page.load
  return module?.blocks && Object.hasOwn(module.blocks, key) ? module.blocks[key] : undefined
}

/** An entry that only has side effects is fine. */
function definitionOf(namespace: unknown): PluginDefinition | undefined {
  const exported = (namespace as { default?: Partial<PluginDefinition> } | undefined)?.default
  return typeof exported?.setup === 'function' ? (exported as PluginDefinition) : undefined
}

function isShowable(namespace: unknown): boolean {
  const { default: component, mount } = namespace as { default?: unknown; mount?: unknown }
  return (
    typeof component === 'function' ||
    (typeof component === 'object' && component !== null) ||
    typeof mount === 'function'
  )
}
