import type { DiscoveredPlugin } from '@plugwright/manifest/node'

/** Tells which plugin a file belongs to. */
export interface Owners<T> {
  /** The owner of a file or of an id with a query; `undefined` outside every folder. */
  of(file: string): T | undefined
}

/**
 * Creates {@link Owners} from folders. The innermost folder wins. A lookup costs one step per folder level,
 * whatever the number of plugins.
 */
export function createOwners<T>(folders: ReadonlyMap<string, T>): Owners<T> {
  return {
    of(file) {
      for (
        let folder = toSlashes(file);
        folder !== '';
        folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
      ) {
        const owner = folders.get(folder)
        if (owner !== undefined) return owner
      }
      return undefined
    },
  }
}

/** Owners of the folders of plugins: as they were found, and behind links. */
export function ownersOf<T extends DiscoveredPlugin>(plugins: readonly T[]): Owners<T> {
  const folders = new Map<string, T>()
  for (const plugin of plugins) {
    for (const dir of [plugin.dir, plugin.realDir]) folders.set(toSlashes(dir), plugin)
  }
  return createOwners(folders)
}

/** Matches an id that is a path from the root of the file system, as Vite writes it, or an address below its own root. */
export const absolutePattern: RegExp = /^(?:\/|[a-z]:\/)/i

/** Vite writes every path with `/`. */
export function toSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}
