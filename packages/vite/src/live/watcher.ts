import { existsSync } from 'node:fs'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { toSlashes } from '../merge/owners.ts'
import type { Change } from './batch.ts'
import { changesPlugins, listFolders } from './folders.ts'
import { createLostFolders } from './lost-folders.ts'
import { watchChildren } from './watch-children.ts'
import { isWatchedByVite } from './watched-by-vite.ts'
import { watchInstalled } from './watch-installed.ts'
import { watchMissing } from './watch-missing.ts'

/** Watches the folders of roots and plugins, as they come and go. */
export interface FolderWatcher {
  /** Takes up the folders of the present state. */
  follow(): void
  close(): void
}

/** Folders, each with the way out. */
type Watched = Map<string, () => void>

type WatchEvent = 'add' | 'addDir' | 'change' | 'unlink' | 'unlinkDir'

const TYPES = {
  add: 'create',
  addDir: 'create',
  change: 'update',
  unlink: 'delete',
  unlinkDir: 'delete',
} as const

/**
 * What comes into a new folder before the watcher has looked around is no event, and the watcher does not say when it has. An edit
 * is followed by looking at what was edited only; whatever else there is to see is seen then.
 */
const SECOND_LOOK_MS = 500

/** Nothing is known to have changed, and a look does no harm. */
const ANYTHING: Change = { type: 'create', file: '' }

/** Creates a {@link FolderWatcher} on the watcher of a server; `onChange` is called for what may change the plugins. */
export function createFolderWatcher(
  context: Context,
  server: ViteDevServer,
  onChange: (change: Change) => void,
): FolderWatcher {
  const missing: Watched = new Map()
  const roots: Watched = new Map()
  const installed: Watched = new Map()
  const unsettled = createUnsettled()
  const lost = createLostFolders(server, (file) => onChange({ type: 'create', file }))
  let isStarting = true
  let secondLook: NodeJS.Timeout | undefined
  const { watcher } = server
  watcher.on('all', (event: string, file: string) => {
    const change: Change = { type: TYPES[event as WatchEvent], file }
    lost.hear(file)
    if (changesPlugins(context, change)) tell(change)
  })
  // What came after the plugins were read and before the watcher had looked around is no event.
  watcher.once('ready', () => onChange(ANYTHING))

  function tell(change: Change): void {
    onChange(change)
    if (change.type === 'delete') return
    clearTimeout(secondLook)
    secondLook = setTimeout(onChange, SECOND_LOOK_MS, ANYTHING)
  }

  function watchRoot(dir: string): () => void {
    return watchChildren(dir, (change) => {
      if (change.file === dir) roots.delete(dir)
      else if (change.type === 'create') lost.expect(change.file)
      onChange(change)
    })
  }

  function appear(dir: string): () => void {
    return watchMissing(dir, () => {
      missing.delete(dir)
      watcher.add(dir)
      tell({ type: 'create', file: dir })
    })
  }

  return {
    follow() {
      for (const dir of listRoots(context)) addOnce(roots, dir, watchRoot)
      const present = listInstalled(context)
      dropAbsent(installed, present)
      for (const dir of present) addOnce(installed, dir, (one) => watchPackage(one, server))
      const folders = unsettled(context)
      allow(folders, server)
      for (const folder of folders) if (!existsSync(folder)) addOnce(missing, folder, appear)
      const found = folders.filter((folder) => existsSync(folder))
      const unwatched = isStarting ? found.filter((folder) => !isWatchedByVite(folder, server.config)) : found
      isStarting = false
      // In one call: with each, the watcher compiles anew what it ignores.
      if (unwatched.length > 0) watcher.add(unwatched)
    },
    close() {
      clearTimeout(secondLook)
      lost.close()
      for (const watched of [missing, roots, installed]) for (const stop of watched.values()) stop()
    },
  }
}

/** Lets the server serve what is in these folders. */
function allow(folders: readonly string[], { config }: ViteDevServer): void {
  const { fs } = config.server
  fs.allow = [...new Set([...fs.allow, ...folders])]
}

function listRoots({ merge }: Context): readonly string[] {
  return merge.discovery.roots.map(({ dir }) => dir).filter((dir) => existsSync(dir))
}

function listInstalled({ merge }: Context): readonly string[] {
  const dirs = merge.discovery.plugins.map(({ realDir }) => realDir)
  return dirs.filter((dir) => /[\\/]node_modules[\\/]/.test(dir))
}

/** What happens below `node_modules` becomes an event of Vite's watcher. */
function watchPackage(dir: string, { watcher }: ViteDevServer): () => void {
  return watchInstalled(dir, (event, file) => {
    watcher.emit(event, file)
    watcher.emit('all', event, file)
  })
}

/**
 * Lists the {@link listFolders} that may have changed since the last call: the watcher looks through a folder again that it is
 * given again, and there may be hundreds.
 */
function createUnsettled(): (context: Context) => readonly string[] {
  /** Discovery gives the same object again for a plugin that did not change. */
  let known: ReadonlySet<DiscoveredPlugin> = new Set()
  return (context) => {
    const { plugins } = context.merge.discovery
    const unchanged = plugins.filter((plugin) => known.has(plugin))
    const settled = new Set(unchanged.flatMap(({ dir, realDir }) => [toSlashes(dir), toSlashes(realDir)]))
    known = new Set(plugins)
    return listFolders(context).filter((folder) => !settled.has(folder))
  }
}

/** A folder that comes again under its name is another one, which has to be watched anew. */
function dropAbsent(watched: Watched, present: readonly string[]): void {
  for (const [dir, stop] of watched) {
    if (present.includes(dir)) continue
    stop()
    watched.delete(dir)
  }
}

function addOnce(watched: Watched, dir: string, add: (dir: string) => () => void): void {
  if (watched.has(dir)) return
  try {
    watched.set(dir, add(dir))
  } catch {
    // Gone meanwhile, or the system allows no more watchers: Vite's own tells most of what happens, and the next call tries again.
  }
}
