import { setupOf, toFile } from '../merge/plugin-module.ts'
import { compact } from '../merge/registry-records.ts'
import type { MergedPlugin } from '../merge/registry-records.ts'
import { toPluginId, toResolvedId } from '../merge/virtual-ids.ts'
import type { PackageCache } from '../package-json.ts'
import type {
  BroughtPackage,
  BuiltChunk,
  BuiltPlugin,
  ChunkKind,
  FileSet,
  SharedPackage,
} from './build-manifest.ts'
import type { Chunk, ChunkGraph } from './chunk-graph.ts'
import type { Division, ModuleOwner } from './ownership.ts'
import { findPackageOf } from './packages.ts'

/** What {@link describePlugin} looks at. */
export interface Surroundings {
  readonly graph: ChunkGraph
  readonly division: Division
  readonly ownerOf: (id: string) => ModuleOwner | undefined
  /** What the start page has loaded. */
  readonly loaded: ReadonlySet<string>
  readonly measure: (names: readonly string[]) => FileSet
  /** What each plugin takes from the host. */
  readonly shared: ReadonlyMap<string, readonly SharedPackage[]>
  readonly packages: PackageCache
}

/** Tells what became of one plugin; `undefined` where it is in no script. */
export function describePlugin(plugin: MergedPlugin, around: Surroundings): BuiltPlugin | undefined {
  const { graph, division, loaded, measure, shared } = around
  const { manifest, name } = plugin
  const { pages, blocks } = manifest
  const level = graph.chunkOf(toResolvedId(toPluginId(name)))
  if (level === undefined) return undefined

  const chunksOf = (module: string): Chunk[] => {
    const chunk = graph.chunkOf(toFile(plugin, module))
    return chunk === undefined ? [] : [chunk]
  }
  const setup = setupOf(manifest)
  const before = setup === undefined ? [level] : [level, ...chunksOf(setup)]
  const need = (module: string): FileSet => measure(graph.filesOf([...before, ...chunksOf(module)], loaded))
  const { modules, own, assets } = division.of(name)
  const entries = [...pages, ...blocks].flatMap(({ module }) => chunksOf(module))
  return {
    version: manifest.version,
    level: level.fileName,
    chunks: listChunks(plugin, { modules, ownerOf: around.ownerOf }),
    css: own.filter((file) => !graph.chunks.has(file)),
    assets,
    total: measure(own),
    pages: pages.map(({ path, module }) => Object.assign({ path, module }, need(module))),
    blocks: blocks.map(({ slot, id, module }) => Object.assign({ slot, id, module }, need(module))),
    shared: shared.get(name) ?? [],
    packages: listBrought(name, { ...around, entries }),
  }
}

function listChunks(
  plugin: MergedPlugin,
  {
    modules,
    ownerOf,
  }: {
    readonly modules: ReadonlyMap<Chunk, readonly string[]>
    readonly ownerOf: Surroundings['ownerOf']
  },
): readonly BuiltChunk[] {
  const beginnings = listBeginnings(plugin)
  const chunks = [...modules].map(([{ fileName }, ids]): BuiltChunk => {
    const kinds = beginnings.filter(([id]) => ids.includes(id)).map(([, kind]) => kind)
    // A file may be several modules: the parts of a `.vue`.
    const sources = new Set(ids.flatMap((id) => ownerOf(id)?.source ?? []))
    return {
      file: fileName,
      kinds: kinds.length === 0 ? ['common'] : [...new Set(kinds)],
      modules: [...sources].toSorted(),
    }
  })
  return chunks.toSorted((a, b) => (a.file < b.file ? -1 : 1))
}

/** The modules with which something of a plugin begins, in the order of {@link ChunkKind}. */
function listBeginnings(plugin: MergedPlugin): readonly (readonly [id: string, ChunkKind])[] {
  const { manifest, name } = plugin
  const setup = setupOf(manifest)
  return [
    [toResolvedId(toPluginId(name)), 'level'],
    ...(setup === undefined ? [] : [[toFile(plugin, setup), 'setup'] as const]),
    ...manifest.pages.map(({ module }) => [toFile(plugin, module), 'page'] as const),
    ...manifest.blocks.map(({ module }) => [toFile(plugin, module), 'block'] as const),
  ]
}

/** The packages whose code only comes with a page or block of the plugin. */
function listBrought(
  name: string,
  {
    entries,
    graph,
    division,
    loaded,
    ownerOf,
    packages,
  }: Surroundings & { readonly entries: readonly Chunk[] },
): readonly BroughtPackage[] {
  if (division.packages.size === 0) return []
  const found = new Map<string, BroughtPackage>()
  for (const chunk of graph.reach(entries, loaded)) {
    for (const id of division.packages.get(chunk) ?? []) {
      const { plugin = name, packageFile = '' } = ownerOf(id) ?? {}
      // A script that several plugins share may hold what only another one brought.
      const installed = plugin === name ? findPackageOf(packageFile, packages) : undefined
      if (installed === undefined) continue
      const { name: packageName, version, license } = installed.manifest
      found.set(`${packageName}@${version}`, compact({ name: packageName, version, license }))
    }
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}
