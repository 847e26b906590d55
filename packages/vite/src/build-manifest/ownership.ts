import type { Rolldown } from 'vite'
import type { ChunkGraph } from './chunk-graph.ts'

/** Which files of a build belong to one plugin. */
export interface PluginFiles {
  /** The scripts that hold modules of the plugin, with the ids of these. */
  readonly modules: ReadonlyMap<Rolldown.OutputChunk, readonly string[]>
  /** Scripts and stylesheets that hold nothing of another plugin, and that the start page does not load. */
  readonly own: readonly string[]
  /** The stylesheets among them. */
  readonly css: readonly string[]
  /** Images, fonts and other files that its own scripts name. */
  readonly assets: readonly string[]
}

/** Divides the files of a build among plugins, in one pass over the modules. */
export function divideFiles(
  { chunks }: ChunkGraph,
  {
    ownerOf,
    loaded,
  }: { readonly ownerOf: (id: string) => string | undefined; readonly loaded: ReadonlySet<string> },
): (plugin: string) => PluginFiles {
  const modules = new Map<string, Map<Rolldown.OutputChunk, string[]>>()
  const owners = new Map<string, ReadonlySet<string>>()
  const assets = new Map<string, Set<string>>()

  for (const chunk of chunks.values()) {
    const inside = groupByOwner(chunk.moduleIds, ownerOf)
    for (const [owner, ids] of inside) {
      modules.set(owner, (modules.get(owner) ?? new Map()).set(chunk, ids))
    }
    if (inside.size === 0 || loaded.has(chunk.fileName)) continue
    const { importedCss = [], importedAssets = [] } = chunk.viteMetadata ?? {}
    for (const name of [chunk.fileName, ...importedCss])
      owners.set(name, new Set([...(owners.get(name) ?? []), ...inside.keys()]))
    const owner = findOnly(inside)
    if (owner !== undefined) assets.set(owner, new Set([...(assets.get(owner) ?? []), ...importedAssets]))
  }

  const own = new Map<string, string[]>()
  for (const [name, names] of owners) {
    const owner = findOnly(names)
    if (owner !== undefined && !loaded.has(name)) own.set(owner, [...(own.get(owner) ?? []), name])
  }
  return (plugin) => {
    const files = own.get(plugin)?.toSorted() ?? []
    return {
      modules: modules.get(plugin) ?? new Map(),
      own: files,
      css: files.filter((name) => !chunks.has(name)),
      assets: [...(assets.get(plugin) ?? [])].toSorted(),
    }
  }
}

function groupByOwner(
  ids: readonly string[],
  ownerOf: (id: string) => string | undefined,
): ReadonlyMap<string, readonly string[]> {
  const inside = new Map<string, string[]>()
  for (const id of ids) {
    const owner = ownerOf(id)
    if (owner !== undefined) inside.set(owner, [...(inside.get(owner) ?? []), id])
  }
  return inside
}

function findOnly(owners: Pick<ReadonlySet<string>, 'size' | 'keys'>): string | undefined {
  return owners.size === 1 ? [...owners.keys()][0] : undefined
}
