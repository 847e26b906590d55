import { hidingRules } from './default-rules.ts'
import { type FilePattern, namesAll } from './file-pattern.ts'
import type { PluginFile, PluginTree } from './plugin-tree.ts'

/** A pattern of plugin.yaml that does nothing, which is most likely a slip of the pen. */
export interface UnusedPattern {
  readonly field: 'files' | 'executable'
  /** Place in the list of the field. */
  readonly index: number
  readonly text: string
  /** Names of the default rules that keep out what the pattern matches; empty where it matches nothing. */
  readonly hiddenBy: readonly string[]
  /** The pattern is the name of a folder, without what is in it. */
  readonly isFolder: boolean
}

/** Finds patterns of `files` that match nothing, or only what is hidden and not named by them. */
export function findUnusedFiles(patterns: readonly FilePattern[], tree: PluginTree): UnusedPattern[] {
  const unused: UnusedPattern[] = []
  for (const [index, pattern] of patterns.entries()) {
    const matched = tree.files.filter((file) => matchesFileOrLink(pattern, file))
    const hiding = matched.map((file) => hidingRules(file.path, 'file'))
    if (hiding.some((rules) => pattern.isNegative || namesAll(pattern, rules))) continue
    if (pattern.isNegative && takesOutSkipped(pattern, tree)) continue
    const hiddenBy = [...new Set(hiding.flatMap((rules) => rules.map((rule) => rule.name)))]
    unused.push({ field: 'files', index, text: pattern.text, hiddenBy, isFolder: isFolder(pattern, tree) })
  }
  return unused
}

/** Finds patterns of `executable` that match no packed file. */
export function findUnusedExecutables(
  patterns: readonly FilePattern[],
  packed: readonly { readonly path: string }[],
): UnusedPattern[] {
  const unused: UnusedPattern[] = []
  for (const [index, pattern] of patterns.entries()) {
    if (packed.some((file) => pattern.matches(file.path))) continue
    unused.push({ field: 'executable', index, text: pattern.text, hiddenBy: [], isFolder: false })
  }
  return unused
}

/** A link to a folder is a leaf of the walk; a pattern for what would be below it is meant for it. */
export function matchesFileOrLink(pattern: FilePattern, file: PluginFile): boolean {
  return pattern.matches(file.path) || (file.badLink === 'folder' && pattern.reachesInto(file.path))
}

/** A "!" pattern for a folder that is out anyway does no harm, and may help on another day. */
function takesOutSkipped(pattern: FilePattern, tree: PluginTree): boolean {
  return tree.excluded.some(({ path }) => pattern.reachesInto(path.replace(/\/$/, '')))
}

function isFolder(pattern: FilePattern, tree: PluginTree): boolean {
  const folder = `${pattern.text.replace(/^!/, '')}/`
  return tree.files.some((file) => file.path.startsWith(folder))
}
