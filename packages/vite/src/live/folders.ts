import { basename, resolve } from 'node:path'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { Context } from '../context.ts'
import { toSlashes } from '../merge/owners.ts'

/** Folders of roots and plugins, as named and behind links: what a server may serve and has to watch. */
export function listFolders(context: Context): readonly string[] {
  const found = context.merge.discovery.plugins.flatMap((plugin) => foldersOf(plugin))
  return [...new Set([...listPlaces(context), ...found])]
}

/** The folders that plugins may come to. */
function listPlaces({ merge, options, root }: Context): readonly string[] {
  // A single plugin that is not there has no other trace; an installed package does not come while a server runs.
  const singles = options.plugins.filter((name) => /^(?:\.|\/|[A-Za-z]:)/.test(name))
  const roots = merge.discovery.roots.map(({ dir }) => dir)
  return [...roots, ...singles.map((dir) => resolve(root, dir))].map(toSlashes)
}

function foldersOf({ dir, realDir }: DiscoveredPlugin): readonly string[] {
  return [toSlashes(dir), toSlashes(realDir)]
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

/** Tells whether a file is in one of the {@link listFolders}, and the plugin's own. A checkout brings thousands of events, and each asks. */
export function isWatched(context: Context, file: string): boolean {
  const path = toSlashes(file)
  const plugin = context.merge.owners.of(path)
  const folders = [...listPlaces(context), ...(plugin === undefined ? [] : foldersOf(plugin))]
  return folders.some(
    (folder) =>
      path === folder || (path.startsWith(`${folder}/`) && !FOREIGN.test(path.slice(folder.length))),
  )
}
