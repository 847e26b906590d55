import { setupFailed } from './diagnostics.ts'
import type { PluginDefinition, SetupContext } from './plugin-context.ts'
import { createResource, type Resource } from './resource.ts'

/** `setup` as a resource, and what can happen to its entry. */
export interface PluginSetup extends Resource<unknown> {
  /** Takes a newer entry, which is set up when it is needed again. */
  use(entry: unknown): void
  /** Imports the entry; a failure is left to the load. */
  prefetch(): Promise<void>
  /** Another build: its entry is set up unless it is the one in effect. */
  renew(): void
  /** Aborts what the entry has started; it is set up again when it is needed. */
  rest(): void
}

/** What {@link createPluginSetup} needs. */
export interface PluginSetupOptions {
  /** Imports the entry. */
  readonly load: () => Promise<unknown>
  /** Aborted when the plugin goes. */
  readonly lifetime: AbortSignal
  readonly createContext: (signal: AbortSignal) => SetupContext
  readonly changed: () => void
}

/** Creates the {@link PluginSetup} of one plugin; nothing is fetched. */
export function createPluginSetup(plugin: string, options: PluginSetupOptions): PluginSetup {
  let newest: unknown
  let imported: Promise<unknown> | undefined
  /** The entry that is in effect. */
  let active: unknown
  let current = new AbortController()
  /** A run that began before the last change is of no use: another one follows, or none. */
  let changes = 0
  options.lifetime.addEventListener('abort', () => current.abort())

  function leave(): void {
    changes += 1
    current.abort()
    active = undefined
  }
  async function run(): Promise<void> {
    const begun = changes
    const entry = newest ?? (await (imported ?? options.load()))
    if (options.lifetime.aborted || begun !== changes || (entry !== undefined && entry === active)) return
    leave()
    const mine = new AbortController()
    current = mine
    await definitionOf(entry)?.setup(options.createContext(mine.signal))
    if (!mine.signal.aborted) active = entry
  }

  const setup = createResource<unknown>({
    load: run,
    toProblem: (error) => setupFailed({ plugin }, error),
    changed: options.changed,
  })
  return Object.assign(setup, {
    use(entry: unknown) {
      newest = entry
      changes += 1
      setup.reset()
    },
    async prefetch() {
      if (setup.state !== 'idle') return
      imported ??= options.load()
      await imported.catch(() => {
        imported = undefined
      })
    },
    renew() {
      newest = undefined
      imported = undefined
      changes += 1
      setup.reset()
    },
    rest() {
      leave()
      if (setup.state !== 'idle') setup.reset()
    },
  })
}

/** An entry that only has side effects is fine. */
function definitionOf(entry: unknown): PluginDefinition | undefined {
  const exported = (entry as { default?: Partial<PluginDefinition> } | undefined)?.default
  return typeof exported?.setup === 'function' ? (exported as PluginDefinition) : undefined
}
