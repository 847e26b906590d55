import type { Dirent } from 'node:fs'
import path from 'node:path'
import type { FolderReader } from './folder-reader.ts'
import type { ExcludedFile } from './target.ts'

/** A file of the plugin folder, or a link. */
export interface PluginFile {
  /** Relative to the plugin folder, `/` separators. */
  readonly path: string
  /** The owner may execute it. */
  readonly isExecutable: boolean
  /** A link that cannot be packed as a file; absent for files and for links to files inside the plugin folder. */
  readonly badLink?: 'folder' | 'outside' | 'dangling' | 'loop'
}

/** What is in a plugin folder. */
export interface PluginTree {
  /** In the order of the walk: sorted by name, folder by folder. */
  readonly files: readonly PluginFile[]
  /** Folders that were not entered, and what is neither a file nor a folder. */
  readonly excluded: readonly ExcludedFile[]
}

/** What the walk does not look at; both get paths relative to the plugin folder. */
export interface ReadTreeOptions {
  /** Names the rule that keeps a path out altogether, links to it included. */
  readonly alwaysOut: (path: string) => string | undefined
  /** Names the rule that keeps the walk out of a folder. */
  readonly skipFolder: (path: string) => string | undefined
}

/** Walks the plugin folder. Folders that are links are not entered. Throws errors of the file system. */
export async function readPluginTree(reader: FolderReader, options: ReadTreeOptions): Promise<PluginTree> {
  const files: PluginFile[] = []
  const excluded: ExcludedFile[] = []

  async function walk(folder: string): Promise<void> {
    for (const child of await reader.children(folder)) {
      await visit(folder === '' ? child.name : `${folder}/${child.name}`, child)
    }
  }

  async function visit(name: string, child: Dirent): Promise<void> {
    const isFolder = child.isDirectory()
    const rule = options.alwaysOut(name) ?? (isFolder ? options.skipFolder(name) : undefined)
    if (rule !== undefined) excluded.push({ path: isFolder ? `${name}/` : name, rule })
    else if (isFolder) await walk(name)
    else if (child.isSymbolicLink()) files.push(await readLink(name))
    else if (child.isFile()) files.push({ path: name, isExecutable: reader.isExecutable(name) })
    else excluded.push({ path: name, rule: 'not-a-file' })
  }

  async function readLink(name: string): Promise<PluginFile> {
    const end = await reader.followLink(name)
    if (end === 'dangling' || end === 'loop') return { path: name, isExecutable: false, badLink: end }
    const inside = path.relative(reader.realDir, end.real).split(path.sep).join('/')
    const isOutside = inside.startsWith('../') || inside === '..' || path.isAbsolute(inside)
    if (isOutside || options.alwaysOut(inside) !== undefined) {
      return { path: name, isExecutable: false, badLink: 'outside' }
    }
    return end.isFile
      ? { path: name, isExecutable: end.isExecutable }
      : { path: name, isExecutable: false, badLink: 'folder' }
  }

  await walk('')
  return { files, excluded }
}
