import { realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { BLOCKS_DIR, PAGES_DIR } from './conventions.ts'
import { listEntries, statIfAny } from './file-system.ts'
import type { PluginFiles } from './manifest.ts'
import { compareText } from './page-paths.ts'

/** What {@link snapshotFiles} gives. */
export interface FileSnapshot {
  readonly files: PluginFiles
  /** Folders, absolute: as long as none of them changes, the snapshot holds. */
  readonly watched: readonly string[]
}

type Kind = ReturnType<PluginFiles['stat']>

/**
 * Looks at the paths that a manifest names and lists the convention folders, so that rules can ask without waiting.
 * `dir` is the plugin folder, `realDir` the same with links resolved.
 */
export async function snapshotFiles(
  { dir, realDir }: { readonly dir: string; readonly realDir: string },
  paths: readonly string[],
  folderName?: string,
): Promise<FileSnapshot> {
  const snapshot: Snapshot = { dir, realDir, kinds: new Map(), lists: new Map(), watched: new Set([dir]) }
  await Promise.all([PAGES_DIR, BLOCKS_DIR].map((folder) => listFolder(snapshot, folder)))
  await Promise.all(paths.filter((path) => !snapshot.kinds.has(path)).map((path) => lookAt(snapshot, path)))
  return {
    files: {
      ...(folderName !== undefined && { folderName }),
      stat: (path) => snapshot.kinds.get(path),
      list: (folder) => snapshot.lists.get(folder) ?? [],
    },
    watched: [...snapshot.watched],
  }
}

interface Snapshot {
  readonly dir: string
  readonly realDir: string
  readonly kinds: Map<string, Kind>
  readonly lists: Map<string, readonly string[]>
  readonly watched: Set<string>
}

async function lookAt(snapshot: Snapshot, path: string): Promise<void> {
  const kind = await kindOf(snapshot, path)
  snapshot.kinds.set(path, kind)
  await watchAbove(snapshot, path)
}

async function kindOf({ dir, realDir }: Snapshot, path: string): Promise<Kind> {
  const absolute = join(dir, path)
  let real: string
  try {
    real = await realpath(absolute)
  } catch {
    return undefined
  }
  if (real !== realDir && !real.startsWith(realDir + sep)) return 'outside'
  const stats = await statIfAny(absolute)
  return stats?.isDirectory() ? 'directory' : stats?.isFile() ? 'file' : undefined
}

/** The nearest folder above a path that exists: creating, removing or replacing the path changes it. */
async function watchAbove({ dir, watched }: Snapshot, path: string): Promise<void> {
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    const absolute = join(dir, above)
    if (watched.has(absolute)) return
    if ((await statIfAny(absolute))?.isDirectory()) {
      watched.add(absolute)
      return
    }
  }
}

async function listFolder(snapshot: Snapshot, folder: string): Promise<void> {
  const found: string[] = []
  await walk(snapshot, folder, { found, ancestors: [] })
  snapshot.lists.set(folder, found.toSorted(compareText))
}

async function walk(
  snapshot: Snapshot,
  folder: string,
  { found, ancestors }: { readonly found: string[]; readonly ancestors: readonly string[] },
): Promise<void> {
  const absolute = join(snapshot.dir, folder)
  let entries
  try {
    entries = await listEntries(absolute)
  } catch {
    return watchAbove(snapshot, folder)
  }
  snapshot.watched.add(absolute)
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) await walk(snapshot, path, { found, ancestors })
    else if (entry.isSymbolicLink()) await followLink(snapshot, path, { found, ancestors })
    else if (entry.isFile()) {
      snapshot.kinds.set(path, 'file')
      found.push(path)
    }
  }
}

async function followLink(
  snapshot: Snapshot,
  path: string,
  { found, ancestors }: { readonly found: string[]; readonly ancestors: readonly string[] },
): Promise<void> {
  const kind = await kindOf(snapshot, path)
  snapshot.kinds.set(path, kind)
  if (kind !== 'directory') {
    found.push(path)
    return
  }
  // A link to a folder that is being walked would never end.
  const target = await realpath(join(snapshot.dir, path))
  const here = await realpath(dirname(join(snapshot.dir, path)))
  if (ancestors.includes(target) || here === target || here.startsWith(target + sep)) return
  await walk(snapshot, path, { found, ancestors: [...ancestors, target] })
}
