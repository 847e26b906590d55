import { readdirSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { Change } from './batch.ts'

/** One `mkdir` is several events. */
const TOGETHER_MS = 5

/**
 * Tells which folders come to a folder, and which go: also those that Vite's watcher loses when folders take each other's
 * names. Stops by itself when the folder is gone, which is told as one change of its own.
 *
 * @returns the way out.
 */
export function watchChildren(dir: string, onChange: (change: Change) => void): () => void {
  let known = listChildren(dir)
  let timer: NodeJS.Timeout | undefined
  const watcher = watch(dir, { persistent: false }, () => {
    timer ??= setTimeout(compare, TOGETHER_MS)
  })
  // The next comparison finds out.
  watcher.on('error', () => {
    timer ??= setTimeout(compare, TOGETHER_MS)
  })

  function compare(): void {
    timer = undefined
    const before = known ?? new Map<string, string>()
    known = listChildren(dir)
    if (known === undefined) {
      close()
      onChange({ type: 'delete', file: dir })
      return
    }
    for (const [name, identity] of known) {
      if (before.get(name) !== identity) onChange({ type: 'create', file: join(dir, name) })
    }
    for (const name of before.keys())
      if (!known.has(name)) onChange({ type: 'delete', file: join(dir, name) })
  }

  function close(): void {
    clearTimeout(timer)
    watcher.close()
  }

  return close
}

/** Folders and links to folders, and which folder each is. */
function listChildren(dir: string): ReadonlyMap<string, string> | undefined {
  try {
    return new Map(
      readdirSync(dir).flatMap((name): [string, string][] => {
        const stats = statSync(join(dir, name), { throwIfNoEntry: false })
        return stats?.isDirectory() === true ? [[name, `${stats.dev}:${stats.ino}`]] : []
      }),
    )
  } catch {
    return undefined
  }
}
