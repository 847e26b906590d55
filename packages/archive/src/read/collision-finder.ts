import { type EntryCollision, foldEntryName } from '../entry-name.ts'

/** Finds collisions of names as they come. */
export interface CollisionFinder {
  /** Adds a name; returns the first collision with the names before it. */
  add(name: string, type: 'file' | 'directory'): EntryCollision | undefined
}

/**
 * The rule of `findCollisions` for a reader, which must know before it unpacks an entry. Directory entries count:
 * the same folder twice is a duplicate, as a file and as a folder is a collision; the folder of a file that came before is not.
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
