import { exportMissing, loadFailed } from './diagnostics.ts'
import { isShowable } from './loaded-module.ts'
import { createResource, type Resource } from './resource.ts'

/** The namespaces of a plugin's pages (by `module`) and blocks (by key). */
export interface PluginParts {
  /** Created on first use. */
  of(key: string): Resource<unknown>
  all(): Resource<unknown>[]
  /** Forgets those that failed and those that are no more. */
  prune(exists: (key: string) => boolean): void
  /** After newer loaders have come: forgets what is not loaded, and takes the newer of what is. */
  renew(): Promise<void>
}

/** How {@link PluginParts} load, and whom they tell. */
export interface PluginPartsOptions {
  readonly plugin: string
  readonly findLoader: (key: string) => (() => Promise<unknown>) | undefined
  readonly changed: () => void
  /** Imports; what cannot be fetched is asked for again. */
  readonly deliver: (load: () => Promise<unknown>) => Promise<unknown>
  /** A part can be shown; what was reported about it before is history. */
  readonly repaired: (key: string) => void
}

/** Creates {@link PluginParts}, empty. */
export function createPluginParts({ plugin, ...options }: PluginPartsOptions): PluginParts {
  const parts = new Map<string, Resource<unknown>>()
  function create(file: string): Resource<unknown> {
    return createResource<unknown>({
      load: async () => (await options.deliver(async () => options.findLoader(file)?.())) ?? {},
      check(namespace) {
        if (!isShowable(namespace)) return exportMissing({ plugin, file })
        options.repaired(file)
        return undefined
      },
      toProblem: (error) => loadFailed({ plugin, file }, error),
      changed: options.changed,
    })
  }
  return {
    of(key) {
      const part = parts.get(key) ?? create(key)
      parts.set(key, part)
      return part
    },
    all: () => [...parts.values()],
    prune(exists) {
      for (const [key, part] of parts) if (part.state === 'failed' || !exists(key)) parts.delete(key)
    },
    async renew() {
      for (const [key, part] of parts) if (part.state !== 'ready') parts.delete(key)
      await Promise.all([...parts].map(([key, part]) => takeNewer(part, options.findLoader(key))))
    },
  }
}

/** What cannot be fetched or is no more stays as it is, on screen. */
async function takeNewer(part: Resource<unknown>, load: (() => Promise<unknown>) | undefined): Promise<void> {
  try {
    const newer = await load?.()
    if (newer !== undefined && newer !== part.value) part.set(newer)
  } catch {
    // Whoever opens it again finds out why.
  }
}
