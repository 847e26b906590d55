import { existsSync, watch } from 'node:fs'
import { join } from 'node:path'
import { toSlashes } from '../merge/owners.ts'

/** How Vite's watcher names what happened to a file. */
export type FileEvent = 'add' | 'change' | 'unlink'

/**
 * Watches an installed plugin: Vite's watcher ignores `node_modules`. What the plugin itself has installed is left out.
 *
 * @returns the way out.
 */
export function watchInstalled(dir: string, onEvent: (event: FileEvent, file: string) => void): () => void {
  const watcher = watch(dir, { persistent: false, recursive: true }, (type, name) => {
    if (name === null || toSlashes(name).split('/').includes('node_modules')) return
    const file = toSlashes(join(dir, name))
    onEvent(existsSync(file) ? (type === 'rename' ? 'add' : 'change') : 'unlink', file)
  })
  // Uninstalled: there is nothing left to tell.
  watcher.on('error', () => watcher.close())
  return () => watcher.close()
}
