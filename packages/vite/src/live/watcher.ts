import { existsSync } from 'node:fs'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { toSlashes } from '../merge/owners.ts'
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

/** What comes into a new folder before the watcher has looked around is no event, and the watcher does not say when it has. */
const SECOND_LOOK_MS = 500

/** Creates a {@link FolderWatcher} on the watcher of a server; `onChange` is called for what may change the plugins. */
export function createFolderWatcher(
  context: Context,
  server: ViteDevServer,
  onChange: () => void,
): FolderWatcher {
  const missing = new Map<string, () => void>()
  /** Discovery gives the same object again for a plugin that did not change. */
  let known: ReadonlySet<DiscoveredPlugin> = new Set()
  let secondLook: NodeJS.Timeout | undefined
  const { watcher, config } = server

  watcher.on('all', (event: string, file: string) => {
    const type = TYPES[event as WatchEvent]
    if (changesPlugins(context, { type, file })) onChange()
  })

  // What came after the plugins were read and before the watcher had looked around is no event.
  watcher.once('ready', onChange)

  function follow(): void {
    const { plugins } = context.merge.discovery
    const unchanged = plugins.filter((plugin) => known.has(plugin))
    const settled = new Set(unchanged.flatMap(({ dir, realDir }) => [toSlashes(dir), toSlashes(realDir)]))
    known = new Set(plugins)
    for (const folder of listFolders(context)) {
      // The watcher looks through a folder again that it is given again, and there may be hundreds.
      if (settled.has(folder)) continue
      // Also one below the Vite root: it may be ignored there.
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
      clearTimeout(secondLook)
      secondLook = setTimeout(onChange, SECOND_LOOK_MS)
    })
    missing.set(dir, stop)
  }

  return {
    follow,
    close() {
      clearTimeout(secondLook)
      for (const stop of missing.values()) stop()
    },
  }
}
