/** Where the build manifest is, relative to the output folder. */
export const BUILD_MANIFEST_FILE = '.vite/plugwright.json'

/** The format that this version writes. */
export const BUILD_MANIFEST_FORMAT = 'plugwright-host-build/1'

/**
 * What a build of a host made of its plugins: the content of `.vite/plugwright.json` in the output folder.
 *
 * Files are named relative to the output folder. Equal input gives an equal manifest: there are no times and no
 * folders of the machine in it, and everything is in a fixed order.
 */
export interface BuildManifest {
  readonly format: typeof BUILD_MANIFEST_FORMAT
  /** Vite's `base`: `/`, `./`, `https://cdn.example.com/app/`. */
  readonly base: string
  /** What each entry point of the host loads before anything is opened, by its document or source file: `index.html`. */
  readonly start: Readonly<Record<string, FileSet>>
  /** By name. A plugin that the build leaves out is not here. */
  readonly plugins: Readonly<Record<string, BuiltPlugin>>
  /** Every file that is named above, by name. */
  readonly files: Readonly<Record<string, BuiltFile>>
}

/** Sizes in bytes. */
export interface ByteCounts {
  readonly bytes: number
  /** After gzip, as a server sends it; only with the option `budget`, because it takes the build its time. */
  readonly gzip?: number
}

/** Files that are loaded together: scripts, then stylesheets in the order of the cascade. Sizes are of all of them. */
export interface FileSet extends ByteCounts {
  readonly files: readonly string[]
}

/** A script, a stylesheet or an asset of the build. */
export interface BuiltFile extends ByteCounts {
  /** For `<script integrity>` and import maps: `sha384-…`. */
  readonly integrity: string
  /** The scripts that a script imports statically. */
  readonly imports?: readonly string[]
}

/** What became of one plugin. */
export interface BuiltPlugin {
  readonly version: string
  /** The script with the plugin's second level: the list of its pages and blocks. Several plugins may share it. */
  readonly level: string
  /** The scripts that hold code of the plugin. */
  readonly chunks: readonly BuiltChunk[]
  readonly css: readonly string[]
  /** Images, fonts and other files. */
  readonly assets: readonly string[]
  /** Scripts and stylesheets that hold nothing of another plugin, and that the start page does not load. */
  readonly total: FileSet
  readonly pages: readonly BuiltPage[]
  readonly blocks: readonly BuiltBlock[]
  /** What it takes from the host. */
  readonly shared: readonly SharedPackage[]
  /** The packages that it brings, as far as their code is in the build. */
  readonly packages: readonly BroughtPackage[]
}

/**
 * Why a script is there: `level` lists pages and blocks, `page`, `block` and `setup` (the `frontend_entry`) begin with that file,
 * `common` is imported by others of them.
 */
export type ChunkKind = 'level' | 'setup' | 'page' | 'block' | 'common'

/** A script that holds code of a plugin. */
export interface BuiltChunk {
  readonly file: string
  readonly kinds: readonly ChunkKind[]
  /** The plugin's own source files in it, relative to the plugin. */
  readonly modules: readonly string[]
}

/** A page, and what a browser that shows the start page has yet to load for it. */
export interface BuiltPage extends FileSet {
  /** Below the plugin: `/customers`. */
  readonly path: string
  /** Relative to the plugin. */
  readonly module: string
}

/** A block, and what a browser that shows the start page has yet to load for it. */
export interface BuiltBlock extends FileSet {
  readonly slot: string
  readonly id: string
  /** Relative to the plugin. */
  readonly module: string
}

/** A package of the host. */
export interface SharedPackage {
  readonly name: string
  /** What plugin code imports of it: `react`, `react/jsx-runtime`. */
  readonly ids: readonly string[]
  /** Of the host's copy. */
  readonly version?: string
}

/** A package that a plugin brings. */
export interface BroughtPackage {
  readonly name: string
  readonly version?: string
  /** As its package.json says, mostly an SPDX expression. Absent where it says nothing. */
  readonly license?: string
}
