import type { Diagnostic } from '@plugwright/diagnostics'
import type { PackedManifest } from './manifest.generated.ts'
import type { Manifest } from './manifest.ts'

/** A folder that holds plugin folders. */
export interface DiscoveryRoot {
  /** The folder, relative to `cwd`. */
  readonly dir: string
  /** Label of the plugins found there. @default 'install' for the first root, 'data' for later ones */
  readonly source?: string
  /** `packages`: prebuilt plugins only. @default 'source' */
  readonly trust?: 'source' | 'packages'
}

/** A root as it was looked at. */
export interface ResolvedRoot {
  /** Absolute. */
  readonly dir: string
  readonly source: string
  readonly trust: 'source' | 'packages'
  /** What was there. A missing root is watched until it appears. */
  readonly state: 'found' | 'missing' | 'unreadable'
}

/** A plugin that was found, also one that cannot be used. */
export interface DiscoveredPlugin {
  /** Below a root the folder name, which the manifest must repeat; else the manifest's name, if it can be read. */
  readonly name: string
  /** As far as it can be read. */
  readonly version?: string
  /** Absolute, as found: links not resolved. */
  readonly dir: string
  /** The same, links resolved. */
  readonly realDir: string
  /** Label of the root; `single` for one of `plugins`. */
  readonly source: string
  /** `prebuilt`: unpacked from a package. */
  readonly kind: 'source' | 'prebuilt'
  /** `shadowed`: an earlier plugin has the name, whether this one is valid or not. */
  readonly state: 'valid' | 'invalid' | 'shadowed'
  /** Absent where its diagnostics have an error. */
  readonly manifest?: Manifest
  /** The packed manifest of a prebuilt plugin. Its digests are not verified. */
  readonly packed?: PackedManifest
  /** The plugin.yaml or manifest.json, absolute. */
  readonly manifestFile: string
  readonly diagnostics: readonly Diagnostic[]
  /** `dir` of the plugin that is used instead. */
  readonly shadowedBy?: string
  /** Index in `roots`; -1 for one of `plugins`. */
  readonly rootIndex: number
}

/** What discovery found. */
export interface Discovery {
  /** Single plugins as listed, then each root's by name in byte order. */
  readonly plugins: readonly DiscoveredPlugin[]
  /** Problems of roots and of single plugins that were not found; each plugin has its own. */
  readonly diagnostics: readonly Diagnostic[]
  /** In order; a repeated root is left out. */
  readonly roots: readonly ResolvedRoot[]
}
