import type { Diagnostic } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import { type DefaultRule, hidingRules } from './default-rules.ts'
import { badLink, patternUnused } from './diagnostics.ts'
import { compilePattern, type FilePattern, namesAll } from './file-pattern.ts'
import type { FolderReader } from './folder-reader.ts'
import { type PluginFile, readPluginTree } from './plugin-tree.ts'
import type { ExcludedFile } from './target.ts'
import { findUnusedExecutables, findUnusedFiles, matchesFileOrLink } from './unused-patterns.ts'

/** A pattern that a target brings itself. It comes before the patterns of `files`, so those win. */
export interface DefaultPattern {
  /** As in `files`; `!` takes out. */
  readonly glob: string
  /** What the author sees: the reason of an entry, or the rule of an exclusion. */
  readonly why: string
  /** Default rules that do not hide what it matches, as if the pattern named it. @default none */
  readonly lifts?: readonly DefaultRule['name'][]
}

/** A file that is packed. */
export interface SelectedFile {
  /** Relative to the plugin folder. */
  readonly path: string
  readonly why: string
  readonly executable: boolean
}

/** What is picked, what is not and why, and what is wrong. */
export interface Selection {
  readonly files: readonly SelectedFile[]
  readonly excluded: readonly ExcludedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Options of {@link selectFiles}. */
export interface SelectOptions {
  readonly dir: string
  /** Of that folder. */
  readonly reader: FolderReader
  readonly manifest: Manifest
  /** The file that problems of patterns point to. */
  readonly manifestFile: string
  readonly defaults: readonly DefaultPattern[]
  /** Tells whether a path is an output of packing or building. */
  readonly isOwnOutput: (path: string) => boolean
  /** Sources that are packed as part of a bundle. */
  readonly bundledSources: ReadonlySet<string>
}

interface ReasonedPattern {
  readonly pattern: FilePattern
  /** `why` of an entry, or rule of an exclusion. */
  readonly reason: string
}

/**
 * Picks files of the plugin folder. Of the patterns that match a file the last decides; a file that a
 * {@link DEFAULT_RULES} rule hides is matched only by a pattern that names what hides it.
 */
export async function selectFiles(options: SelectOptions): Promise<Selection> {
  const { dir, reader, manifest, defaults, isOwnOutput, bundledSources } = options
  const own = manifest.files.map((glob) => ({ pattern: compilePattern(glob), reason: `files: ${glob}` }))
  const brought = defaults.map(({ glob, why, lifts }) => ({
    pattern: withLifts(compilePattern(glob), lifts),
    reason: why,
  }))
  const patterns = [...brought, ...own]
  const tree = await readPluginTree(reader, {
    alwaysOut: (name) => (isGit(name) ? 'git' : isOwnOutput(name) ? 'own-output' : undefined),
    skipFolder: (name) => hiddenFolderRule(name, patterns),
  })
  const executables = manifest.executable.map(compilePattern)

  const files: SelectedFile[] = []
  const excluded = [...tree.excluded]
  const diagnostics: Diagnostic[] = []
  for (const file of tree.files) {
    const verdict = judge(file, patterns)
    if (verdict.rule !== undefined) {
      const isBundled = verdict.rule === NOT_SELECTED && bundledSources.has(file.path)
      excluded.push({ path: file.path, rule: isBundled ? 'bundled' : verdict.rule })
    } else if (file.badLink !== undefined) {
      diagnostics.push(badLink(`${dir}/${file.path}`, { path: file.path, kind: file.badLink }))
    } else {
      const executable = file.isExecutable || executables.some((pattern) => pattern.matches(file.path))
      files.push({ path: file.path, why: verdict.why, executable })
    }
  }
  const unused = [
    ...findUnusedFiles(
      own.map(({ pattern }) => pattern),
      tree,
    ),
    ...findUnusedExecutables(executables, files),
  ]
  for (const pattern of unused) diagnostics.push(patternUnused(options.manifestFile, pattern))
  return { files, excluded: excluded.toSorted((a, b) => (a.path < b.path ? -1 : 1)), diagnostics }
}

function withLifts(pattern: FilePattern, lifts: readonly string[] = []): FilePattern {
  if (lifts.length === 0) return pattern
  return { ...pattern, names: (rule) => lifts.includes(rule.name) || pattern.names(rule) }
}

const NOT_SELECTED = 'not-selected'

type Verdict = { readonly why: string; readonly rule?: undefined } | { readonly rule: string }

function judge(file: PluginFile, patterns: readonly ReasonedPattern[]): Verdict {
  const hidden = hidingRules(file.path, 'file')
  const last = patterns.findLast(({ pattern }) => decides(pattern, file, hidden))
  if (last === undefined) return { rule: hidden[0]?.name ?? NOT_SELECTED }
  return last.pattern.isNegative ? { rule: last.reason } : { why: last.reason }
}

function decides(pattern: FilePattern, file: PluginFile, hidden: readonly DefaultRule[]): boolean {
  if (!matchesFileOrLink(pattern, file)) return false
  return pattern.isNegative || namesAll(pattern, hidden)
}

/** Git's folder, or the file that stands for it in a work tree, at any depth. */
function isGit(name: string): boolean {
  return name === '.git' || name.endsWith('/.git') || name.startsWith('.git/') || name.includes('/.git/')
}

function hiddenFolderRule(name: string, patterns: readonly ReasonedPattern[]): string | undefined {
  const hidden = hidingRules(name, 'folder')
  const isWanted = patterns.some(
    ({ pattern }) => !pattern.isNegative && namesAll(pattern, hidden) && pattern.reachesInto(name),
  )
  return isWanted ? undefined : hidden[0]?.name
}
