import { readdirSync, watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { join } from 'node:path'

/** Changes in a folder, several at once counted as one. */
export interface Changes {
  /** Resolves at the next change that was not told yet, and when the signal ends the watch. Rejects where it cannot go on. */
  next(): Promise<void>
}

export interface WatchOptions {
  readonly signal: AbortSignal
  /** Folders not to look into, absolute: what the build itself writes. */
  readonly exclude: readonly string[]
}

/** Editors write a file in several steps. */
const SETTLE_MS = 60

/**
 * Watches a folder with all folders below it, but for dot folders, `node_modules` and `__pycache__`.
 * `fs.watch` with `recursive` would look into `node_modules` too, and on Linux watch every single file there.
 */
export function watchFolder(dir: string, { signal, exclude }: WatchOptions): Changes {
  const watchers = new Map<string, FSWatcher>()
  let timer: NodeJS.Timeout | undefined
  let news: { readonly error?: unknown } | undefined
  let wake: (() => void) | undefined

  function tell(what: { readonly error?: unknown }): void {
    news = what
    wake?.()
  }

  function settle(): void {
    try {
      watchNewFolders()
      tell({})
    } catch (error) {
      tell({ error })
    }
  }

  function watchNewFolders(): void {
    const folders = new Set(listFolders(dir, exclude))
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue
      watcher.close()
      watchers.delete(folder)
    }
    for (const folder of folders) {
      if (watchers.has(folder)) continue
      const watcher = watch(folder, (_, name) => {
        if (name !== null && isIgnored(folder, name, exclude)) return
        clearTimeout(timer)
        timer = setTimeout(settle, SETTLE_MS)
      })
      // A folder that is removed while it is watched; its parent tells that too.
      watcher.on('error', () => watcher.close())
      watchers.set(folder, watcher)
    }
  }

  function stop(): void {
    clearTimeout(timer)
    for (const watcher of watchers.values()) watcher.close()
    tell({})
  }

  watchNewFolders()
  signal.addEventListener('abort', stop, { once: true })
  return {
    async next() {
      if (news === undefined && !signal.aborted) await new Promise<void>((resolve) => (wake = resolve))
      const { error } = news ?? {}
      news = undefined
      if (error !== undefined) throw error
    },
  }
}

function listFolders(dir: string, exclude: readonly string[]): string[] {
  const below = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !isIgnored(dir, entry.name, exclude))
    .flatMap((entry) => listFolders(join(dir, entry.name), exclude))
  return [dir, ...below]
}

function isIgnored(folder: string, name: string, exclude: readonly string[]): boolean {
  return (
    name.startsWith('.') ||
    name === 'node_modules' ||
    name === '__pycache__' ||
    exclude.includes(join(folder, name))
  )
}
