import { existsSync } from 'node:fs'
import type { ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { changesPlugins, listFolders } from './folders.ts'
import { watchMissing } from './watch-missing.ts'

/** Watches the folders of roots and plugins, as they come and go. */
export interface FolderWatcher {
  /** Takes up the folders of the present state. */
  follow(): void
  close(): void
}

type WatchEvent = 'add' | 'addDir' | 'change' | 'unlink' | 'unlinkDir'

const TYPES = {
  add: 'create',
  addDir: 'create',
  change: 'update',
  unlink: 'delete',
  unlinkDir: 'delete',
} as const

/** Creates a {@link FolderWatcher} on the watcher of a server; `onChange` is called for what may change the plugins. */
export function createFolderWatcher(
  context: Context,
  server: ViteDevServer,
  onChange: () => void,
): FolderWatcher {
  const missing = new Map<string, () => void>()
  const { watcher, config } = server

  watcher.on('all', (event: string, file: string) => {
    const type = TYPES[event as WatchEvent]
    if (changesPlugins(context, { type, file })) onChange()
  })

  // What came after the plugins were read and before the watcher had looked around is no event.
  watcher.once('ready', onChange)

  function follow(): void {
    for (const folder of listFolders(context)) {
      // Also one below the Vite root: it may be ignored there, and adding a folder twice costs nothing.
      if (existsSync(folder)) watcher.add(folder)
      else waitFor(folder)
      if (!config.server.fs.allow.includes(folder)) config.server.fs.allow.push(folder)
    }
  }

  function waitFor(dir: string): void {
    if (missing.has(dir)) return
    const stop = watchMissing(dir, () => {
      missing.delete(dir)
      watcher.add(dir)
      onChange()
    })
    missing.set(dir, stop)
  }

  return {
    follow,
    close() {
      for (const stop of missing.values()) stop()
    },
  }
}
