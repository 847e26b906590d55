import type { Chunk, ChunkGraph } from './chunk-graph.ts'

/** Whose a module is. */
export interface ModuleOwner {
  /** The plugin whose source, second level or own package it is; absent for a package that several plugins brought. */
  readonly plugin?: string
  /** For source files: relative to the plugin. */
  readonly source?: string
  /** For files of packages that plugins brought. */
  readonly packageFile?: string
}

/** Which files of a build belong to one plugin. */
export interface PluginFiles {
  /** The scripts that hold modules of the plugin, with the ids of these. */
  readonly modules: ReadonlyMap<Chunk, readonly string[]>
  /** Scripts and stylesheets that hold nothing of another plugin, and that the start page does not load; sorted. */
  readonly own: readonly string[]
  /** Images, fonts and other files that these scripts name; sorted. */
  readonly assets: readonly string[]
}

/** The files of a build, divided among plugins. */
export interface Division {
  of(plugin: string): PluginFiles
  /** Scripts with modules of packages that plugins brought, and the ids of these. */
  readonly packages: ReadonlyMap<Chunk, readonly string[]>
}

/** Divides the files of a build among plugins, in one pass over the modules. */
export function divideFiles(
  { chunks }: ChunkGraph,
  {
    ownerOf,
    loaded,
  }: { readonly ownerOf: (id: string) => ModuleOwner | undefined; readonly loaded: ReadonlySet<string> },
): Division {
  const modules = new Map<string, Map<Chunk, string[]>>()
  const packages = new Map<Chunk, string[]>()
  /** The one plugin of a file, or that there are several. */
  const owners = new Map<string, string | typeof SEVERAL>()
  const assets = new Map<string, string[]>()

  for (const chunk of chunks.values()) {
    let only: string | typeof SEVERAL | undefined
    for (const id of chunk.moduleIds) {
      const owner = ownerOf(id)
      if (owner?.packageFile !== undefined) addTo(packages, chunk, id)
      const plugin = owner?.plugin
      if (plugin === undefined) continue
      only = only === undefined || only === plugin ? plugin : SEVERAL
      addTo(childOf(modules, plugin), chunk, id)
    }
    if (only === undefined || loaded.has(chunk.fileName)) continue
    for (const name of [chunk.fileName, ...chunk.sheets]) {
      const known = owners.get(name)
      owners.set(name, known === undefined || known === only ? only : SEVERAL)
    }
    if (only !== SEVERAL) for (const name of chunk.assets) addTo(assets, only, name)
  }

  const own = new Map<string, string[]>()
  for (const [name, owner] of owners) {
    if (owner !== SEVERAL && !loaded.has(name)) addTo(own, owner, name)
  }
  return {
    packages,
    of: (plugin) => ({
      modules: modules.get(plugin) ?? new Map(),
      own: own.get(plugin)?.toSorted() ?? [],
      assets: [...new Set(assets.get(plugin))].toSorted(),
    }),
  }
}

const SEVERAL: unique symbol = Symbol('several')

function addTo<K>(lists: Map<K, string[]>, key: K, item: string): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

function childOf<K, V>(maps: Map<string, Map<K, V>>, key: string): Map<K, V> {
  const child = maps.get(key) ?? new Map<K, V>()
  maps.set(key, child)
  return child
}
