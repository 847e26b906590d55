import type { Dirent } from 'node:fs'
import { join, sep } from 'node:path'
import { listEntries, realPathIfAny, statIfAny } from './file-system.ts'
import type { PluginFiles } from './manifest.ts'
import { compareText } from './page-paths.ts'

/** A plugin folder on disk, looked at only as far as somebody asks. */
export interface PluginFolder extends Pick<PluginFiles, 'stat' | 'list'> {
  /** Absolute, as found. */
  readonly dir: string
  /** Tells whether there is anything of a name directly in the folder. */
  has(name: string): boolean
  /** Folders that were listed and links that were followed, absolute: while none changes, every answer holds. */
  watched(): readonly string[]
}

type Kind = ReturnType<PluginFiles['stat']>

/**
 * Opens a plugin folder: `dir` as found, `realDir` with links resolved. Throws the error of the system where it cannot
 * be listed.
 *
 * Each folder on the way to a path is listed once. That tells what exists and what is a link, so that nothing is
 * tried in vain, and only links have to be resolved.
 */
export function openPluginFolder({
  dir,
  realDir,
}: {
  readonly dir: string
  readonly realDir: string
}): PluginFolder {
  const root = toMap(listEntries(dir))
  const folder: OpenFolder = {
    dir,
    realDir,
    entries: new Map([[ROOT, root]]),
    kinds: new Map([[ROOT, 'directory']]),
    lists: new Map(),
    watched: new Set([dir]),
  }
  return {
    dir,
    has: (name) => root.has(name),
    stat: (path) => kindOf(folder, path),
    list: (path) => filesBelow(folder, path),
    watched: () => [...folder.watched],
  }
}

/** The path of the plugin folder itself. */
const ROOT = '.'

interface OpenFolder {
  readonly dir: string
  readonly realDir: string
  /** Folders that were listed. */
  readonly entries: Map<string, ReadonlyMap<string, Dirent>>
  readonly kinds: Map<string, Kind>
  readonly lists: Map<string, readonly string[]>
  readonly watched: Set<string>
}

/** Walks down to a path. Where a link leads out, so does everything below it, whether it exists or not. */
function kindOf(folder: OpenFolder, path: string): Kind {
  if (folder.kinds.has(path)) return folder.kinds.get(path)
  let above = ROOT
  for (const name of path.split('/')) {
    const here = above === ROOT ? name : `${above}/${name}`
    const kind = folder.kinds.has(here) ? folder.kinds.get(here) : kindOfEntry(folder, { above, name, here })
    if (here === path || kind === 'outside') return kind
    if (kind !== 'directory') return undefined
    above = here
  }
  return undefined
}

function kindOfEntry(
  folder: OpenFolder,
  { above, name, here }: { readonly above: string; readonly name: string; readonly here: string },
): Kind {
  const entry = entriesOf(folder, above).get(name)
  const kind = entry === undefined ? undefined : toKind(folder, here, entry)
  folder.kinds.set(here, kind)
  return kind
}

function toKind(folder: OpenFolder, path: string, entry: Dirent): Kind {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'directory'
  return entry.isSymbolicLink() ? kindOfLink(folder, path) : undefined
}

function kindOfLink({ dir, realDir, watched }: OpenFolder, path: string): Kind {
  const absolute = join(dir, path)
  watched.add(absolute)
  const real = realPathIfAny(absolute)
  if (real === undefined) return undefined
  if (real !== realDir && !real.startsWith(realDir + sep)) return 'outside'
  const stats = statIfAny(real)
  return stats?.isDirectory() ? 'directory' : stats?.isFile() ? 'file' : undefined
}

/** The entries of a folder; none where it may not be listed. */
function entriesOf({ dir, entries, watched }: OpenFolder, path: string): ReadonlyMap<string, Dirent> {
  const listed = entries.get(path)
  if (listed !== undefined) return listed
  const absolute = join(dir, path)
  watched.add(absolute)
  const found = toMap(listIfAllowed(absolute))
  entries.set(path, found)
  return found
}

function listIfAllowed(dir: string): readonly Dirent[] {
  try {
    return listEntries(dir)
  } catch {
    return []
  }
}

function toMap(entries: readonly Dirent[]): ReadonlyMap<string, Dirent> {
  return new Map(entries.map((entry) => [entry.name, entry]))
}

function filesBelow(folder: OpenFolder, path: string): readonly string[] {
  const listed = folder.lists.get(path)
  if (listed !== undefined) return listed
  const found: string[] = []
  if (kindOf(folder, path) === 'directory') walk(folder, path, { found, ancestors: [] })
  found.sort(compareText)
  folder.lists.set(path, found)
  return found
}

interface Walk {
  readonly found: string[]
  /** The folders that the links on the way led to. */
  readonly ancestors: readonly string[]
}

function walk(folder: OpenFolder, path: string, { found, ancestors }: Walk): void {
  for (const [name, entry] of entriesOf(folder, path)) {
    const here = `${path}/${name}`
    const kind = toKind(folder, here, entry)
    folder.kinds.set(here, kind)
    if (entry.isDirectory()) walk(folder, here, { found, ancestors })
    else if (kind !== 'directory') {
      if (entry.isFile() || entry.isSymbolicLink()) found.push(here)
    } else {
      const target = realPathIfAny(join(folder.dir, here))
      if (target !== undefined && !goesRound(folder, { path, target, ancestors }))
        walk(folder, here, { found, ancestors: [...ancestors, target] })
    }
  }
}

/** A link to a folder that is being walked would never end. */
function goesRound(
  { dir }: OpenFolder,
  { path, target, ancestors }: { readonly path: string; readonly target: string } & Pick<Walk, 'ancestors'>,
): boolean {
  const here = realPathIfAny(join(dir, path)) ?? ''
  return ancestors.includes(target) || here === target || here.startsWith(target + sep)
}
