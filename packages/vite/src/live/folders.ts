import { basename, resolve } from 'node:path'
import type { Context } from '../context.ts'
import { toSlashes } from '../merge/owners.ts'

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
  const path = toSlashes(file)
  if (type === 'update' && !DECLARATIONS.has(basename(path))) return false
  const folder = listFolders(context).find(
    (candidate) => path === candidate || path.startsWith(`${candidate}/`),
  )
  return folder !== undefined && !FOREIGN.test(path.slice(folder.length))
}
