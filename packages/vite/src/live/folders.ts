import { basename, resolve } from 'node:path'
import type { Context } from '../context.ts'
import type { Merge } from '../merge/merge.ts'
import { createOwners, toSlashes } from '../merge/owners.ts'
import type { Owners } from '../merge/owners.ts'

/** Folders of roots and plugins, as named and behind links: what a server may serve and has to watch. */
export function listFolders({ merge, options, root }: Context): readonly string[] {
  const { roots, plugins } = merge.discovery
  // A single plugin that is not there has no other trace; an installed package does not come while a server runs.
  const singles = options.plugins.filter((name) => /^(?:\.|\/|[A-Za-z]:)/.test(name))
  const found = plugins.flatMap((plugin) => [plugin.dir, plugin.realDir])
  const folders = [...roots.map(({ dir }) => dir), ...singles.map((dir) => resolve(root, dir)), ...found]
  return [...new Set(folders.map(toSlashes))]
}

/** Changing one of these changes what a plugin declares. */
const DECLARATIONS: ReadonlySet<string> = new Set([
  'plugin.yaml',
  'plugin.yml',
  'manifest.json',
  'package.json',
])

/** Below these a plugin keeps what it did not write. */
const FOREIGN = /\/(?:node_modules|\.git|\.plugwright|dist)\//

/** Tells whether a change on disk can change which plugins, pages or blocks there are. */
export function changesPlugins(
  context: Context,
  { type, file }: { readonly type: 'create' | 'update' | 'delete'; readonly file: string },
): boolean {
  return (type !== 'update' || DECLARATIONS.has(basename(file))) && isWatched(context, file)
}

/** Tells whether a file is in one of the {@link listFolders}, and the plugin's own. */
export function isWatched(context: Context, file: string): boolean {
  const path = toSlashes(file)
  const folder = foldersOf(context).of(path)
  return folder !== undefined && !FOREIGN.test(path.slice(folder.length))
}

/** A checkout brings thousands of events, and each asks. */
const known = new WeakMap<Merge, Owners<string>>()

function foldersOf(context: Context): Owners<string> {
  const found = known.get(context.merge)
  if (found !== undefined) return found
  const owners = createOwners(new Map(listFolders(context).map((folder) => [folder, folder])))
  known.set(context.merge, owners)
  return owners
}
