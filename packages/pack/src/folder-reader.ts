import { type Dirent, lstatSync } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import path from 'node:path'

/** What is at the end of a link. */
export type LinkEnd =
  | 'dangling'
  | 'loop'
  | { readonly real: string; readonly isFile: boolean; readonly isExecutable: boolean }

/** A plugin folder as it was when it was first looked at: whatever asks, the disk is asked once. */
export interface FolderReader {
  /** With links followed, absolute. */
  readonly realDir: string
  /** What is in a folder, sorted by name. Folders and files are named relative to the plugin folder. */
  children(folder: string): Promise<readonly Dirent[]>
  /** Tells whether the owner may execute a file. */
  isExecutable(file: string): boolean
  followLink(link: string): Promise<LinkEnd>
}

/** Creates a reader for all plans of one build. Its methods throw errors of the file system. */
export async function createFolderReader(dir: string): Promise<FolderReader> {
  const realDir = await realpath(dir)
  const at = (name: string): string => path.join(realDir, name)
  return {
    realDir,
    children: remember(async (folder) => {
      const children = await readdir(at(folder), { withFileTypes: true })
      return children.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    }),
    // Synchronous: for one small call per file, promises cost more than the call.
    isExecutable: remember((file) => (lstatSync(at(file)).mode & OWNER_EXECUTE) !== 0),
    followLink: remember((link) => readLinkEnd(at(link))),
  }
}

const OWNER_EXECUTE = 0o100

function remember<T>(read: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    const found = read(name)
    known.set(name, found)
    return found
  }
}

async function readLinkEnd(link: string): Promise<LinkEnd> {
  const real = await realpath(link).catch(toLinkProblem)
  if (real === 'dangling' || real === 'loop') return real
  const found = await stat(real)
  return { real, isFile: found.isFile(), isExecutable: (found.mode & OWNER_EXECUTE) !== 0 }
}

function toLinkProblem(error: unknown): 'dangling' | 'loop' {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'dangling'
  if (code === 'ELOOP') return 'loop'
  throw error
}
