import { basename } from 'node:path'
import type { Discovery } from '@plugwright/manifest/node'
import { toSlashes } from '../merge/owners.ts'

/** Folders of roots and plugins, as named and behind links: what a server may serve and has to watch. */
export function listFolders({ roots, plugins }: Discovery): readonly string[] {
  const folders = plugins.flatMap((plugin) => [plugin.dir, plugin.realDir])
  return [...new Set([...roots.map((root) => root.dir), ...folders].map(toSlashes))]
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
  discovery: Discovery,
  { type, file }: { readonly type: 'create' | 'update' | 'delete'; readonly file: string },
): boolean {
  const path = toSlashes(file)
  if (type === 'update' && !DECLARATIONS.has(basename(path))) return false
  const folder = listFolders(discovery).find(
    (candidate) => path === candidate || path.startsWith(`${candidate}/`),
  )
  return folder !== undefined && !FOREIGN.test(path.slice(folder.length))
}
