import { setupOf, toFile } from '../merge/plugin-module.ts'
import { toSlashes } from '../merge/owners.ts'
import { compact } from '../merge/registry-records.ts'
import type { MergedPlugin } from '../merge/registry-records.ts'
import { toPluginId, toResolvedId } from '../merge/virtual-ids.ts'
import type { PackageCache } from '../package-json.ts'
import type { BroughtPackage, BuiltPlugin, ChunkKind, FileSet, SharedPackage } from './build-manifest.ts'
import type { ChunkGraph } from './chunk-graph.ts'
import type { PluginFiles } from './ownership.ts'
import { findPackageOf } from './packages.ts'

/** What {@link describePlugin} looks at. */
export interface Surroundings {
  readonly graph: ChunkGraph
  /** The files of the plugin. */
  readonly files: PluginFiles
  /** The file of the script that holds the plugin's second level. */
  readonly level: string
  /** What the start page has loaded. */
  readonly loaded: ReadonlySet<string>
  readonly measure: (names: readonly string[]) => FileSet
  /** What the plugin takes from the host. */
  readonly shared: readonly SharedPackage[]
  readonly packages: PackageCache
  /** Whether a file is of a package that the plugin brought, alone or as others did. */
  readonly isBrought: (file: string, plugin: string) => boolean
}

/** Tells what became of one plugin. */
export function describePlugin(plugin: MergedPlugin, around: Surroundings): BuiltPlugin {
  const { graph, files, level, loaded, measure } = around
  const { manifest } = plugin
  const chunksOf = (module: string): ReturnType<typeof listFound> =>
    listFound([graph.chunkOf(toFile(plugin, module))])
  const setup = setupOf(manifest)
  const before = [...listFound([graph.chunks.get(level)]), ...(setup === undefined ? [] : chunksOf(setup))]
  const need = (module: string): FileSet =>
    measure([...graph.filesOf([...before, ...chunksOf(module)])].filter((name) => !loaded.has(name)))
  const kinds = toKinds(plugin)

  return {
    version: manifest.version,
    level,
    chunks: [...files.modules]
      .map(([{ fileName }, ids]) => ({
        file: fileName,
        kinds: listKinds(ids, kinds),
        modules: listSources(ids, plugin),
      }))
      .toSorted((a, b) => (a.file < b.file ? -1 : 1)),
    css: files.css,
    assets: files.assets,
    total: measure(files.own),
    pages: manifest.pages.map(({ path, module }) => ({ path, module, ...need(module) })),
    blocks: manifest.blocks.map(({ slot, id, module }) => ({ slot, id, module, ...need(module) })),
    shared: around.shared,
    packages: listBrought(plugin, around),
  }
}

type Chunk = ReturnType<ChunkGraph['chunkOf']>

function listFound(chunks: readonly Chunk[]): NonNullable<Chunk>[] {
  return chunks.filter((chunk) => chunk !== undefined)
}

/** What is begun by which module of a plugin, in the order of {@link ChunkKind}. */
function toKinds(plugin: MergedPlugin): ReadonlyMap<string, readonly ChunkKind[]> {
  const { manifest, name } = plugin
  const setup = setupOf(manifest)
  const beginnings: [string, ChunkKind][] = [
    [toResolvedId(toPluginId(name)), 'level'],
    ...(setup === undefined ? [] : [[toFile(plugin, setup), 'setup'] satisfies [string, ChunkKind]]),
    ...manifest.pages.map(({ module }): [string, ChunkKind] => [toFile(plugin, module), 'page']),
    ...manifest.blocks.map(({ module }): [string, ChunkKind] => [toFile(plugin, module), 'block']),
  ]
  const kinds = new Map<string, ChunkKind[]>()
  for (const [id, kind] of beginnings) kinds.set(id, [...(kinds.get(id) ?? []), kind])
  return kinds
}

function listKinds(
  ids: readonly string[],
  kinds: ReadonlyMap<string, readonly ChunkKind[]>,
): readonly ChunkKind[] {
  const found = new Set(ids.flatMap((id) => kinds.get(id) ?? []))
  return found.size === 0 ? ['common'] : [...found].toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
}

const ORDER: readonly ChunkKind[] = ['level', 'setup', 'page', 'block', 'common']

/** The plugin's own files among modules, relative to it. A file may be several modules: the parts of a `.vue`. */
function listSources(ids: readonly string[], plugin: MergedPlugin): readonly string[] {
  const paths = ids.flatMap((id) => sourcePathOf(id, plugin) ?? [])
  return [...new Set(paths)].toSorted()
}

/** Relative to the plugin; `undefined` for what is no source file of it. */
function sourcePathOf(id: string, { dir, realDir }: MergedPlugin): string | undefined {
  const file = fileOf(id)
  for (const folder of [realDir, dir]) {
    const prefix = `${toSlashes(folder)}/`
    const path = file.startsWith(prefix) ? file.slice(prefix.length) : undefined
    if (path !== undefined) return `/${path}`.includes('/node_modules/') ? undefined : path
  }
  return undefined
}

/** The file behind a module: without the mark of virtual modules, and without a query. */
function fileOf(id: string): string {
  return id.replace(/^\0/, '').replace(/[?#].*$/, '')
}

/** The packages whose code only comes with a page or block of the plugin. */
function listBrought(
  plugin: MergedPlugin,
  { graph, loaded, packages, isBrought }: Surroundings,
): readonly BroughtPackage[] {
  const { pages, blocks } = plugin.manifest
  const entries = [...pages, ...blocks].map(({ module }) => graph.chunkOf(toFile(plugin, module)))
  const ids = [...graph.reach(listFound(entries), loaded)].flatMap(({ moduleIds }) => moduleIds)
  const found = new Map<string, BroughtPackage>()
  for (const file of new Set(ids.map(fileOf))) {
    const installed = isBrought(file, plugin.name) ? findPackageOf(file, packages) : undefined
    if (installed === undefined) continue
    const { name, version, license } = installed.manifest
    found.set(`${name}@${version}`, compact({ name, version, license }))
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}
