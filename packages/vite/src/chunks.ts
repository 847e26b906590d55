import type { Rolldown } from 'vite'

/** What decides where modules and files of a build go. */
export interface ChunkRules {
  /** The plugin whose own code a module is, or a package only it brought. */
  readonly pluginOf: (id: string) => string | undefined
  /** Folders of the packages that plugins get from the host. */
  readonly listSharedFolders: () => readonly string[]
  /** The plugin whose second level a module is. */
  readonly levelOf: (id: string) => string | undefined
  /** Whether a module is only a list of second levels, or one of these. */
  readonly isLevels: (id: string) => boolean
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
  return [vendor, ...createSharedGroups(rules.listSharedFolders()), plugins]
}

/**
 * What plugins share and the start page does not need, a second framework for example. A group takes in what its modules
 * import, so without these it would be in the chunk of one plugin, and with it that plugin's styles on the pages of all others.
 */
function createSharedGroups(folders: readonly string[]): Rolldown.CodeSplittingGroup[] {
  const names = new Set(folders.map(toFamily))
  return [...names].map((name) => ({
    name: `shared-${name}`,
    test: new RegExp(
      folders
        .filter((folder) => toFamily(folder) === name)
        .map(toFolderPattern)
        .join('|'),
    ),
  }))
}

/** One chunk for packages that need each other: `…/react` and `…/react-dom` → `react`. */
function toFamily(folder: string): string {
  return /[^/]*$/.exec(folder)?.[0].split('-')[0] ?? ''
}

/**
 * Installed packages, Vite's preload helper, and shared packages of the host's own workspace, which are not below
 * node_modules. A pattern, because the bundler asks for every module, and would call back into JavaScript for a function.
 */
function toVendorPattern(folders: readonly string[]): RegExp {
  const shared = folders.map(toFolderPattern)
  return new RegExp(['[\\\\/]node_modules[\\\\/]', '^\0vite/preload-helper', ...shared].join('|'))
}

/** Matches what is in a folder; the path as it is. */
function toFolderPattern(folder: string): string {
  return `^${folder.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}/`
}

/** Matches the file of one plugin's second level, or of several plugins', where the user set no names. */
export const levelFilePattern: RegExp = /(?:^|\/)plugins\/(?:[^/]+\/plugin|pages)-[\w-]+\.js$/

/** How a build names the files of chunks, and the images, fonts and stylesheets beside them. */
export interface FileNames {
  readonly chunkFileNames: (chunk: Rolldown.PreRenderedChunk) => string
  readonly assetFileNames: (asset: Rolldown.PreRenderedAsset) => string
}

/**
 * `assets/plugins/<name>/[name]-[hash].js` for what one plugin owns, the fallbacks for everything else. An asset belongs to
 * whom the file belongs that it comes from.
 */
export function createFileNames(
  rules: ChunkRules,
  {
    prefix,
    fallback,
    toFile,
    sheetsApart,
  }: {
    readonly prefix: string
    readonly fallback: { readonly chunk: string; readonly asset: string }
    readonly toFile: (name: string) => string
    /** Whether stylesheets have to be where Vite takes them to be. */
    readonly sheetsApart: boolean
  },
): FileNames {
  const ownerOf = (id: string): string | undefined => rules.levelOf(id) ?? rules.pluginOf(id)
  /** The stylesheet of a chunk of several modules has that chunk's name and comes from no file. */
  const ownersOfChunks = new Map<string, Set<string | undefined>>()

  return {
    chunkFileNames({ name, facadeModuleId, moduleIds }) {
      const own = moduleIds.filter((id) => !id.startsWith('\0rolldown'))
      const owners = own.map(ownerOf)
      // A page may have taken in a package that nobody else imports. Vite 8.1 says `undefined` where others say `null`.
      const owner = (facadeModuleId ? ownerOf(facadeModuleId) : undefined) ?? findOnly(owners)
      ownersOfChunks.set(name, (ownersOfChunks.get(name) ?? new Set()).add(owner))
      // Short: these stand in the start bundle once per plugin.
      if (own.length > 0 && own.every((id) => rules.isLevels(id)))
        return owner === undefined
          ? `${prefix}plugins/pages-[hash].js`
          : `${prefix}plugins/${owner}/plugin-[hash].js`
      return owner === undefined ? fallback.chunk : `${prefix}plugins/${owner}/[name]-[hash].js`
    },
    assetFileNames({ names, originalFileNames }) {
      if (sheetsApart && names.some((name) => name.endsWith('.css'))) return fallback.asset
      const owners =
        originalFileNames.length === 0
          ? names.flatMap((name) => [...(ownersOfChunks.get(name.replace(/\.css$/, '')) ?? [undefined])])
          : originalFileNames.map((name) => rules.levelOf(name) ?? rules.pluginOf(toFile(name)))
      const owner = findOnly(owners)
      return owner === undefined ? fallback.asset : `${prefix}plugins/${owner}/[name]-[hash][extname]`
    },
  }
}

function findOnly(owners: readonly (string | undefined)[]): string | undefined {
  const [owner, ...others] = new Set(owners)
  return others.length === 0 ? owner : undefined
}
