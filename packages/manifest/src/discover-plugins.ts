import { join, resolve } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Diagnostic } from '@plugwright/diagnostics'
import {
  pluginNotFound,
  pluginShadowed,
  rootMissing,
  rootNotAFolder,
  rootRepeated,
  rootUnreadable,
} from './diagnostics.ts'
import type { DiscoveryCache } from './discovery-cache.ts'
import type { DiscoveredPlugin, Discovery, DiscoveryRoot, ResolvedRoot } from './discovery.ts'
import { errorCode, listEntries, realPathIfAny, statIfAny } from './file-system.ts'
import { findPlugin } from './find-plugin.ts'
import { compareText } from './page-paths.ts'
import { readPlugin } from './read-plugin.ts'
import type { FoundFolder } from './read-plugin.ts'

export interface DiscoverOptions {
  /** Folders that hold plugin folders; earlier ones win. A bare string is its `dir`. @default none */
  readonly roots?: readonly (string | DiscoveryRoot)[]
  /** Single plugins: folders, or names of installed packages. They win over roots. @default none */
  readonly plugins?: readonly string[]
  /** What relative paths start from, and where packages are looked for. @default the working directory */
  readonly cwd?: string
  /** Of an earlier call, to read only what changed. @default everything is read */
  readonly cache?: DiscoveryCache
  /** With a cache: the plugin folders to look at, links resolved; the others are as they were. @default all */
  readonly changed?: ReadonlySet<string>
  /** Stops the scan; the promise is then rejected with its reason. */
  readonly signal?: AbortSignal
}

/** Plugins read in one turn of the event loop: a scan of thousands can be stopped, and keeps nobody waiting. */
const PLUGINS_PER_TURN = 16

/**
 * Finds the plugins of a host: single ones first, then those of each root in order. Reads manifests only; nothing of
 * a plugin is run or parsed. Never throws, except for `signal`: a malformed plugin is returned with its problems.
 *
 * Adds to the problems of the manifests: PLUGIN_SHADOWED, PLUGIN_SOURCE_REFUSED; and for the whole: ROOT_MISSING,
 * ROOT_NOT_A_FOLDER, ROOT_UNREADABLE, ROOT_REPEATED, PLUGIN_NOT_FOUND.
 */
export async function discoverPlugins(options: DiscoverOptions): Promise<Discovery> {
  const { cwd = process.cwd(), cache, changed, signal } = options
  const diagnostics: Diagnostic[] = []
  const singles = findSingles(options.plugins ?? [], cwd, diagnostics)
  const { roots, folders } = listRoots(resolveRoots(options.roots ?? [], cwd, diagnostics), diagnostics)

  // A folder that is also given as a single plugin does not shadow itself.
  const single = new Set(singles.map(({ realDir }) => realDir))
  const found = [...singles, ...folders.filter(({ realDir }) => !single.has(realDir))]
  const plugins: DiscoveredPlugin[] = []
  for (const [index, folder] of found.entries()) {
    if (index % PLUGINS_PER_TURN === 0) await nextTurn()
    signal?.throwIfAborted()
    const plugin = await readCached(folder, { cache, changed })
    if (plugin !== undefined) plugins.push(plugin)
  }
  signal?.throwIfAborted()
  cache?.retain(new Set(found.map(keyOf)))
  return { plugins: markShadowed(plugins), diagnostics, roots }
}

function findSingles(
  specifiers: readonly string[],
  cwd: string,
  diagnostics: Diagnostic[],
): readonly FoundFolder[] {
  const folders: FoundFolder[] = []
  for (const specifier of specifiers) {
    const result = findPlugin(specifier, cwd)
    if ('dir' in result) {
      const { dir } = result
      const realDir = realDirOf(dir)
      folders.push({ dir, realDir, source: 'single', rootIndex: -1, trust: 'source' })
    } else diagnostics.push(pluginNotFound(specifier, result.searched))
  }
  return folders
}

type RootToList = Omit<ResolvedRoot, 'state'>

function resolveRoots(
  roots: readonly (string | DiscoveryRoot)[],
  cwd: string,
  diagnostics: Diagnostic[],
): readonly RootToList[] {
  const resolved = new Map<string, RootToList>()
  for (const root of roots) {
    const { dir, source, trust = 'source' } = typeof root === 'string' ? { dir: root } : root
    const absolute = resolve(cwd, dir)
    if (resolved.has(absolute)) diagnostics.push(rootRepeated(absolute))
    else
      resolved.set(absolute, {
        dir: absolute,
        source: source ?? (resolved.size === 0 ? 'install' : 'data'),
        trust,
      })
  }
  return [...resolved.values()]
}

function listRoots(
  roots: readonly RootToList[],
  diagnostics: Diagnostic[],
): { roots: readonly ResolvedRoot[]; folders: readonly FoundFolder[] } {
  const listed = roots.map(({ dir }) => listFolders(dir))
  for (const { problem } of listed) if (problem) diagnostics.push(problem)
  return {
    roots: roots.map((root, index) => ({ ...root, state: listed[index]?.state ?? 'missing' })),
    folders: roots.flatMap(({ dir, source, trust }, rootIndex) =>
      (listed[rootIndex]?.folders ?? []).map((folder) => ({
        dir: join(dir, folder.name),
        realDir: folder.realDir,
        source,
        rootIndex,
        trust,
      })),
    ),
  }
}

interface ListedRoot {
  readonly state: ResolvedRoot['state']
  /** In byte order. */
  readonly folders: readonly { readonly name: string; readonly realDir: string }[]
  readonly problem?: Diagnostic
}

function listFolders(dir: string): ListedRoot {
  try {
    const entries = listEntries(dir)
    const realRoot = realDirOf(dir)
    const folders = entries.flatMap((entry) => {
      const { name } = entry
      if (isSkipped(name)) return []
      const real = join(realRoot, name)
      if (entry.isDirectory()) return [{ name, realDir: real }]
      const isLink = entry.isSymbolicLink() && statIfAny(real)?.isDirectory() === true
      return isLink ? [{ name, realDir: realDirOf(real) }] : []
    })
    return { state: 'found', folders: folders.toSorted((a, b) => compareText(a.name, b.name)) }
  } catch (error) {
    const code = errorCode(error)
    if (code === 'ENOENT') return { state: 'missing', folders: [], problem: rootMissing(dir) }
    const problem = code === 'ENOTDIR' ? rootNotAFolder(dir) : rootUnreadable(dir, code)
    return { state: 'unreadable', folders: [], problem }
  }
}

/** A folder that is removed while it is looked at stays itself; reading it finds nothing. */
function realDirOf(dir: string): string {
  return realPathIfAny(dir) ?? dir
}

function isSkipped(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === 'dist' || name === 'build'
}

async function readCached(
  folder: FoundFolder,
  {
    cache,
    changed,
  }: { readonly cache: DiscoveryCache | undefined; readonly changed: ReadonlySet<string> | undefined },
): Promise<DiscoveredPlugin | undefined> {
  const key = keyOf(folder)
  const isTrusted = changed !== undefined && !changed.has(folder.realDir)
  const cached = isTrusted ? cache?.peek(key) : cache?.get(key)
  if (cached !== undefined) return (cached as { plugin: DiscoveredPlugin | undefined }).plugin
  const startedAt = Date.now()
  const { plugin, dependsOn } = await readPlugin(folder)
  cache?.set(key, { plugin }, { paths: dependsOn, startedAt })
  return plugin
}

/** The folder and all that shapes its result. */
function keyOf({ dir, realDir, source, rootIndex, trust }: FoundFolder): string {
  return [dir, realDir, source, rootIndex, trust].join('\0')
}

function markShadowed(plugins: readonly DiscoveredPlugin[]): readonly DiscoveredPlugin[] {
  const winners = new Map<string, DiscoveredPlugin>()
  return plugins.map((plugin) => {
    const winner = winners.get(plugin.name)
    if (winner === undefined) {
      winners.set(plugin.name, plugin)
      return plugin
    }
    const { name, version, manifestFile } = plugin
    const warning = pluginShadowed(
      { name, version, winner: { version: winner.version, file: winner.manifestFile } },
      { file: manifestFile },
    )
    return {
      ...plugin,
      state: 'shadowed',
      shadowedBy: winner.dir,
      diagnostics: [warning, ...plugin.diagnostics],
    }
  })
}
