import { foldEntryName } from './entry-name.ts'

/** Two entries that cannot both exist on every file system. */
export interface EntryCollision {
  readonly first: string
  readonly second: string
  /** `duplicate`: the same name; `folded`: equal but for case or normalisation; `file-and-folder`: one lies below the other. */
  readonly kind: 'duplicate' | 'folded' | 'file-and-folder'
}

/**
 * Finds the names of one archive that are equal, equal but for case or Unicode normalisation, or both a file and
 * a folder. Folders count: `Lib/a` and `lib/b` are one folder on macOS and Windows and two on Linux.
 */
export function findCollisions(names: Iterable<string>): EntryCollision[] {
  const finder = createCollisionFinder()
  return [...names].flatMap((name) => finder.add(name, 'file') ?? [])
}

/** Finds collisions of names as they come: a reader must know before it unpacks an entry. */
export interface CollisionFinder {
  /** Adds a name; returns the first collision with the names before it. */
  add(name: string, type: 'file' | 'directory'): EntryCollision | undefined
}

/**
 * The rule of {@link findCollisions}, name by name. An archive may also have entries for folders: the same one twice is a duplicate, and
 * a name that is both a file and a folder is a collision; the folder of a file that came before is not.
 */
export function createCollisionFinder(): CollisionFinder {
  const files = new Map<string, string>()
  const folders = new Map<string, string>()
  const folderEntries = new Set<string>()

  function addFolder(folder: string): EntryCollision | undefined {
    const folded = fold(folder)
    const file = files.get(folded)
    if (file !== undefined) return { first: file, second: folder, kind: 'file-and-folder' }
    const kept = folders.get(folded)
    if (kept === undefined) folders.set(folded, folder)
    else if (kept !== folder) return { first: kept, second: folder, kind: 'folded' }
    return undefined
  }

  function addParents(name: string): EntryCollision | undefined {
    for (let end = name.indexOf('/'); end !== -1; end = name.indexOf('/', end + 1)) {
      const collision = addFolder(name.slice(0, end))
      if (collision !== undefined) return { ...collision, second: name }
    }
    return undefined
  }

  function addFile(name: string): EntryCollision | undefined {
    const folded = fold(name)
    const kept = files.get(folded)
    if (kept !== undefined) return { first: kept, second: name, kind: kept === name ? 'duplicate' : 'folded' }
    const folder = folders.get(folded)
    if (folder !== undefined) return { first: folder, second: name, kind: 'file-and-folder' }
    files.set(folded, name)
    return undefined
  }

  function addFolderEntry(name: string): EntryCollision | undefined {
    if (folderEntries.has(name)) return { first: name, second: name, kind: 'duplicate' }
    folderEntries.add(name)
    return addFolder(name)
  }

  return { add: (name, type) => addParents(name) ?? (type === 'file' ? addFile(name) : addFolderEntry(name)) }
}

/** Plain ASCII, which nearly all names are, needs no normalisation. */
function fold(name: string): string {
  return /^[\x20-\x7e]*$/.test(name) ? name.toLowerCase() : foldEntryName(name)
}
