import type { PluginModule } from './registry-data.ts'

/** Carries replaced modules of one plugin from the development server's update hooks to the registry. */
export interface HotPlugin {
  /** The plugin's second level was evaluated again: other pages, blocks or loaders. `undefined` (it failed) is ignored. */
  replace(next: unknown): void
  /**
   * One module was evaluated again. `module` is a page's `module`, a block's key `<slot>/<id>`, or `setup` for
   * `frontend_entry`. What is mounted from it mounts again. `undefined` (not this one, or it failed) is ignored.
   */
  update(module: string, namespace: unknown): void
  /** Calls the listener for each change; returns the way out. */
  subscribe(listener: (change: HotChange) => void): () => void
}

/** What a {@link HotPlugin} tells its listeners. */
export type HotChange =
  | { readonly kind: 'replace'; readonly next: PluginModule }
  | { readonly kind: 'update'; readonly module: string; readonly namespace: unknown }

/**
 * The one channel of a plugin, kept in `import.meta.hot.data` so that every evaluation of the generated module gets the same.
 *
 *     export const hot = createHotPlugin(import.meta.hot.data)
 *     import.meta.hot.accept((next) => hot.replace(next))
 */
export function createHotPlugin(hotData: Record<string, unknown>): HotPlugin {
  const kept = hotData['plugwright'] as HotPlugin | undefined
  if (kept !== undefined) return kept

  const listeners = new Set<(change: HotChange) => void>()
  const notify = (change: HotChange): void => {
    for (const listener of listeners) listener(change)
  }
  const hot: HotPlugin = {
    replace(next) {
      if (isPluginModule(next)) notify({ kind: 'replace', next })
    },
    update(module, namespace) {
      if (namespace !== undefined) notify({ kind: 'update', module, namespace })
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  hotData['plugwright'] = hot
  return hot
}

function isPluginModule(value: unknown): value is PluginModule {
  return typeof value === 'object' && value !== null && Array.isArray((value as { pages?: unknown }).pages)
}
