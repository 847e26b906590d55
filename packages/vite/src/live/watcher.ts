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
    if (changesPlugins(context.merge.discovery, { type, file })) onChange()
  })

  // What came after the plugins were read and before the watcher had looked around is no event.
  watcher.once('ready', onChange)

  function follow(): void {
    const { discovery } = context.merge
    const folders = listFolders(discovery)
    // Also those below the Vite root: it may ignore them, and adding a folder twice costs nothing.
    watcher.add([...folders])
    for (const folder of folders) {
      if (!config.server.fs.allow.includes(folder)) config.server.fs.allow.push(folder)
    }
    for (const { dir, state } of discovery.roots) {
      if (state === 'missing') waitFor(dir)
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
