import type { Rolldown } from 'vite'
import type { MergedPlugin } from '../merge/registry-records.ts'
import { REGISTRY_ID, toResolvedId } from '../merge/virtual-ids.ts'
import { BUILD_MANIFEST_FORMAT } from './build-manifest.ts'
import type { BuildManifest, BuiltFile, BuiltPlugin, FileSet } from './build-manifest.ts'
import type { Chunk, ChunkGraph } from './chunk-graph.ts'
import { describePlugin } from './describe-plugin.ts'
import type { Surroundings } from './describe-plugin.ts'
import { measureFile, sumBytes } from './measure-file.ts'
import { divideFiles } from './ownership.ts'

/** What a build knows when its files are ready. */
export interface BuildFacts extends Pick<Surroundings, 'packages' | 'ownerOf' | 'shared'> {
  readonly base: string
  readonly bundle: Rolldown.OutputBundle
  /** The scripts of the bundle. */
  readonly graph: ChunkGraph
  readonly plugins: readonly MergedPlugin[]
  /** Stylesheets that belong to no script: there is one for everything with `build.cssCodeSplit: false`. */
  readonly globalSheets: readonly string[]
  /** The name of an entry point, from the module that it begins with. */
  readonly nameEntry: (id: string) => string
  /** Whether to measure what is left after compression. */
  readonly gzip: boolean
}

/** Tells what became of each plugin. Pure: equal facts give an equal manifest. */
export function createBuildManifest(facts: BuildFacts): BuildManifest {
  const { graph, gzip, globalSheets, packages, ownerOf, shared } = facts
  const outputs = new Map(Object.entries(facts.bundle))
  const files = new Map<string, BuiltFile>()

  function fileOf(name: string): BuiltFile {
    const known = files.get(name) ?? toBuiltFile(name, { outputs, graph, gzip })
    files.set(name, known)
    return known
  }
  const measure = (names: readonly string[]): FileSet => ({
    files: names,
    ...sumBytes(names.map(fileOf), { gzip }),
  })

  const entries = [...graph.chunks.values()].filter(({ isEntry }) => isEntry)
  const start = entries.map((entry): [string, FileSet] => {
    const names = new Set([...graph.filesOf([entry]), ...globalSheets])
    return [facts.nameEntry(entry.facadeModuleId ?? entry.name), measure([...names])]
  })
  const loaded = new Set([...listLoaded(graph, entries), ...globalSheets])
  const division = divideFiles(graph, { ownerOf, loaded })
  const around = { graph, division, ownerOf, loaded, measure, shared, packages }
  const plugins = facts.plugins.flatMap((plugin): [string, BuiltPlugin][] => {
    const described = describePlugin(plugin, around)
    return described === undefined ? [] : [[plugin.name, described]]
  })
  for (const [, { level, chunks, assets }] of plugins) {
    for (const name of [level, ...chunks.map(({ file }) => file), ...assets]) fileOf(name)
  }
  return {
    format: BUILD_MANIFEST_FORMAT,
    base: facts.base,
    start: toSorted(start),
    plugins: toSorted(plugins),
    files: toSorted([...files]),
  }
}

function toBuiltFile(
  name: string,
  {
    outputs,
    graph,
    gzip,
  }: {
    readonly outputs: ReadonlyMap<string, Rolldown.OutputChunk | Rolldown.OutputAsset>
    readonly graph: ChunkGraph
    readonly gzip: boolean
  },
): BuiltFile {
  const file = outputs.get(name)
  if (file === undefined) throw new Error(`The build has no file ${name}.`)
  const imports = graph.chunks.get(name)?.imports.filter((imported) => outputs.has(imported)) ?? []
  return { ...measureFile(file, { gzip }), ...(imports.length > 0 && { imports: imports.toSorted() }) }
}

/** What every document that shows plugins has loaded before one of them is opened. */
function listLoaded(graph: ChunkGraph, entries: readonly Chunk[]): ReadonlySet<string> {
  const registry = graph.chunkOf(toResolvedId(REGISTRY_ID))
  if (registry === undefined) return new Set()
  const showing =
    entries.length === 1 ? entries : entries.filter((entry) => graph.reach([entry], new Set()).has(registry))
  const [first = [], ...others] = showing.map((entry) => graph.filesOf([entry]))
  const common = first.filter((name) => others.every((files) => files.includes(name)))
  return new Set([...common, ...graph.filesOf([registry])])
}

function toSorted<T>(entries: readonly (readonly [string, T])[]): Readonly<Record<string, T>> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
