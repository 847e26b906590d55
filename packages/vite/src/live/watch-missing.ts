import { existsSync, watch } from 'node:fs'
import type { FSWatcher } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Waits for a folder to appear, and calls back once. Vite's watcher does not see a folder whose parents are missing too, so
 * this watches the nearest one that exists, level by level. Returns the way out.
 */
export function watchMissing(dir: string, onAppear: () => void): () => void {
  let watcher: FSWatcher | undefined
  let closed = false

  function close(): void {
    closed = true
    watcher?.close()
  }

  function next(): void {
    if (closed) return
    watcher?.close()
    if (existsSync(dir)) {
      close()
      onAppear()
      return
    }
    const ancestor = nearestExisting(dir)
    const below = childTowards(ancestor, dir)
    watcher = watch(ancestor, { persistent: false }, () => {
      if (existsSync(below) || !existsSync(ancestor)) next()
    })
    watcher.on('error', next)
    // It may have come between the two looks.
    if (existsSync(below)) next()
  }

  next()
  return close
}

function nearestExisting(dir: string): string {
  let folder = dirname(dir)
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  return folder
}

function childTowards(ancestor: string, dir: string): string {
  let child = dir
  while (dirname(child) !== ancestor) child = dirname(child)
  return child
}
