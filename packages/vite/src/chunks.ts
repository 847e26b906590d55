import type { Rolldown } from 'vite'

/** What decides where modules and files of a build go. */
export interface ChunkRules {
  /** The plugin whose own code a module is, or a package only it brought. */
  readonly pluginOf: (id: string) => string | undefined
  /** Folders of the packages that plugins get from the host. */
  readonly listSharedFolders: () => readonly string[]
  /** The plugin whose second level a chunk begins with. */
  readonly levelOf: (facade: string) => string | undefined
}

/**
 * Module groups, to be appended to the user's own.
 *
 * `vendor` keeps the packages of the start page out of the start chunk. Pages import React from there, and the start chunk
 * names the pages: in one file, every page would be renamed when one changes. Only modules of the initial graph, else a
 * plugin's private dependency would be loaded on every page.
 */
export function createGroups(
  rules: ChunkRules,
  { perPlugin }: { readonly perPlugin: boolean },
): Rolldown.CodeSplittingGroup[] {
  const vendor: Rolldown.CodeSplittingGroup = {
    name: 'vendor',
    tags: ['$initial'],
    test: toVendorPattern(rules.listSharedFolders()),
  }
  if (!perPlugin) return [vendor]
  const plugins: Rolldown.CodeSplittingGroup = {
    debugName: 'plugwright plugins',
    name: (id) => rules.levelOf(id) ?? rules.pluginOf(id) ?? null,
  }
  return [vendor, plugins]
}

/**
 * Installed packages, Vite's preload helper, and shared packages of the host's own workspace, which are not below
 * node_modules. A pattern, because the bundler asks for every module, and would call back into JavaScript for a function.
 */
function toVendorPattern(folders: readonly string[]): RegExp {
  const shared = folders.map((folder) => `^${folder.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}/`)
  return new RegExp(['[\\\\/]node_modules[\\\\/]', '^\0vite/preload-helper', ...shared].join('|'))
}

/** Matches the file of a plugin's second level, where the user set no names. */
export const levelFilePattern: RegExp = /(?:^|\/)plugins\/[^/]+\/plugin-[\w-]+\.js$/

/** `assets/plugins/<name>/[name]-[hash].js` for a chunk of one plugin, `fallback` for others. */
export function createChunkFileNames(
  rules: ChunkRules,
  { prefix, fallback }: { readonly prefix: string; readonly fallback: string },
): (chunk: Rolldown.PreRenderedChunk) => string {
  return ({ facadeModuleId, moduleIds }) => {
    const level = facadeModuleId === null ? undefined : rules.levelOf(facadeModuleId)
    // Short: it stands in the start bundle once per plugin.
    if (level !== undefined) return `${prefix}plugins/${level}/plugin-[hash].js`
    const owners = new Set(
      moduleIds
        .filter((id) => !id.startsWith('\0rolldown'))
        .map((id) => rules.levelOf(id) ?? rules.pluginOf(id)),
    )
    const [owner] = owners
    return owners.size === 1 && owner !== undefined ? `${prefix}plugins/${owner}/[name]-[hash].js` : fallback
  }
}

/** The same for images, fonts and stylesheets, by the file they come from. */
export function createAssetFileNames(
  rules: ChunkRules,
  {
    prefix,
    fallback,
    toFile,
  }: { readonly prefix: string; readonly fallback: string; readonly toFile: (name: string) => string },
): (asset: Rolldown.PreRenderedAsset) => string {
  return ({ originalFileNames }) => {
    const owners = new Set(
      originalFileNames.map((name) => rules.levelOf(name) ?? rules.pluginOf(toFile(name))),
    )
    const [owner] = owners
    return owners.size === 1 && owner !== undefined
      ? `${prefix}plugins/${owner}/[name]-[hash][extname]`
      : fallback
  }
}
