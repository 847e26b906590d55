import type { AllowedSecret, PackedPlugin, PackedRequires } from './manifest.generated.ts'

/**
 * A valid manifest in its normal form: defaults filled in, pages and blocks by convention merged, paths without
 * `./` and trailing slash, everything in a fixed order. Field names are those of plugin.yaml.
 */
export interface Manifest extends Omit<PackedPlugin, 'requires'> {
  readonly requires: Requires
  /** Globs of further files to pack; the last match wins. */
  readonly files: readonly string[]
  readonly secrets: { readonly allow: readonly AllowedSecret[] }
  /** Options per package format, in the order listed; at least one. */
  readonly targets: ReadonlyMap<string, Readonly<Record<string, unknown>>>
}

/** Versions that a plugin works with. */
export interface Requires extends Omit<PackedRequires, 'plugins'> {
  /** Semver ranges of other plugins, by name. */
  readonly plugins: ReadonlyMap<string, string>
}

/** What {@link resolveManifest} asks about a plugin's folder. Paths are relative to it, with `/` separators. */
export interface PluginFiles {
  /** Name of the folder where the plugin's name must equal it, as below a root; absent elsewhere. */
  readonly folderName?: string
  /**
   * What is at a path, links followed; `undefined` where nothing is. `outside` where a link leads out of the folder, be
   * it the path itself or a folder on the way.
   */
  stat(path: string): 'file' | 'directory' | 'outside' | undefined
  /** All files below a folder, at any depth, in byte order; empty where there is no such folder. */
  list(dir: string): readonly string[]
}
