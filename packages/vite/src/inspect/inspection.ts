import type { Severity } from '@plugwright/diagnostics'

/**
 * What a host knows about its plugins, as plain JSON: the document at `<base>__plugwright/data.json`, and what the inspector
 * and {@link explain} read. Paths are absolute; `place` is the same path as people read it, from the host's folder.
 */
export interface Inspection {
  readonly format: 'plugwright-inspection/1'
  readonly host: InspectedHost
  readonly roots: readonly InspectedRoot[]
  readonly counts: InspectedCounts
  /** In discovery order, all of them. */
  readonly plugins: readonly InspectedPlugin[]
  /** Errors first. */
  readonly problems: readonly InspectedProblem[]
  readonly routes: {
    /** Pages of the plugins that take part, per plugin in the order in which they are tried. */
    readonly pages: readonly InspectedRoute[]
    readonly conflicts: readonly RouteConflict[]
  }
  readonly nav: readonly InspectedNavEntry[]
  readonly slots: readonly InspectedSlot[]
  readonly shared: {
    readonly packages: readonly InspectedPackage[]
    /** Packages that plugins bring themselves. */
    readonly private: readonly PrivatePackage[]
  }
  readonly access: {
    readonly permissions: readonly InspectedPermission[]
    readonly groups: readonly SeedGroup[]
  }
  readonly sizes: {
    /** One per plugin that takes part. */
    readonly plugins: readonly PluginSize[]
    /** Modules of plugins that were transformed since the server started; the slowest first. */
    readonly modules: readonly InspectedModule[]
    /** When the build that `built` speaks of was made, as an ISO time; absent where there is none. */
    readonly builtAt?: string
  }
  readonly timings: InspectedTimings
}

export interface InspectedHost {
  readonly name?: string
  readonly version?: string
  /** The Vite root. */
  readonly root: string
  /** Vite's `base`, with a slash at both ends. */
  readonly base: string
  readonly routeBase: string
  readonly vite: string
  readonly plugwright: string
}

export interface InspectedRoot {
  readonly dir: string
  readonly place: string
  readonly source: string
  readonly state: 'found' | 'missing' | 'unreadable'
  /** Plugins found there, in whatever state. */
  readonly plugins: number
}

export interface InspectedCounts {
  /** Plugins that take part. */
  readonly plugins: number
  readonly pages: number
  readonly blocks: number
  readonly shadowed: number
  readonly packed: number
  /** Invalid manifests, and plugins of which some code does not parse or resolve. */
  readonly broken: number
  readonly problems: Readonly<Record<Severity, number>>
}

/**
 * `merged`: its pages appear. `broken`: they do, but for some whose code does not parse or resolve. `invalid`: its manifest
 * has errors. `shadowed`: an earlier plugin has its name. `packed`: a package, which is not merged.
 */
export type InspectedState = 'merged' | 'broken' | 'invalid' | 'shadowed' | 'packed'

export interface InspectedPlugin {
  readonly name: string
  /** In English. */
  readonly displayName: string
  readonly version?: string
  readonly description?: string
  readonly icon?: string
  /** Label of its root; `single` for one of the option `plugins`. */
  readonly source: string
  readonly state: InspectedState
  readonly dir: string
  /** Links resolved, where that is another folder. */
  readonly realDir?: string
  readonly place: string
  readonly manifestFile: string
  /** The plugin that is used instead. */
  readonly shadowedBy?: PluginPlace
  /** The plugins of the same name that are not used. */
  readonly shadows: readonly PluginPlace[]
  readonly pages: number
  readonly blocks: number
  readonly nav: number
  readonly routers: number
  readonly permissions: readonly string[]
  readonly requires: readonly Requirement[]
  /** Indices in {@link Inspection.problems}. */
  readonly problems: readonly number[]
}

export interface PluginPlace {
  readonly version?: string
  readonly source: string
  readonly dir: string
  readonly place: string
}

/** A version range that a plugin asks for. */
export interface Requirement {
  readonly kind: 'host' | 'plugin'
  /** Of the other plugin, or of the host. */
  readonly name: string
  readonly range: string
  /** The version there is; absent where there is none. */
  readonly found?: string
  /** `unknown`: the host has no version to compare with. */
  readonly result: 'fits' | 'differs' | 'missing' | 'unknown'
}

export interface InspectedProblem {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly hint?: string
  /** The plugin it belongs to; absent for problems of roots and options. */
  readonly plugin?: string
  readonly file?: string
  readonly place?: string
  readonly line?: number
  readonly column?: number
  /** Code frame as text. */
  readonly frame?: string
  readonly related: readonly {
    readonly message: string
    readonly file?: string
    readonly place?: string
    readonly line?: number
    readonly column?: number
  }[]
}

export interface InspectedRoute {
  readonly plugin: string
  /** Below the plugin: `/customers/:id`. */
  readonly path: string
  /** The full path below Vite's `base`: `/plugins/crm/customers/:id`. */
  readonly address: string
  /** Relative to the plugin's folder. */
  readonly module: string
  readonly file: string
  readonly title?: string
  /** `null`: public. */
  readonly permission: string | null
  readonly layout?: string
  /** By extension, else by what the plugin's package.json names; absent: the host's. */
  readonly framework?: 'react' | 'vue' | 'svelte'
  /** Paths of the plugin that match addresses of this one, too, and come later. */
  readonly before: readonly string[]
}

/**
 * `problem`: a diagnostic about pages and nav. `overlap`: two paths match a common address, and neither is a special case of the
 * other.
 */
export interface RouteConflict {
  readonly kind: 'problem' | 'overlap'
  readonly plugin: string
  readonly message: string
  /** Full paths that are concerned, the one that wins first. */
  readonly addresses: readonly string[]
  /** An index in {@link Inspection.problems}. */
  readonly problem?: number
}

export interface InspectedNavEntry {
  readonly plugin: string
  readonly label: string
  /** Where it leads: an address below Vite's `base`, a page of the host, or a URL. Absent: a group. */
  readonly target?: string
  readonly kind: 'page' | 'host' | 'external' | 'group'
  readonly permission: string | null
  readonly section?: string
  readonly order: number
  readonly children: readonly InspectedNavEntry[]
}

export interface InspectedSlot {
  readonly name: string
  /** Whether the option `slots` names it. */
  readonly declared: boolean
  readonly description?: string
  /** In the order in which they are shown. */
  readonly blocks: readonly InspectedBlock[]
}

export interface InspectedBlock {
  readonly plugin: string
  readonly id: string
  /** `<slot>/<id>`: the block's name inside its plugin. */
  readonly key: string
  readonly module: string
  readonly file: string
  readonly order: number
  readonly permission: string | null
}

/** A package that plugins get from the host. */
export interface InspectedPackage {
  readonly name: string
  /** Absent: the host does not have it. */
  readonly version?: string
  readonly askedBy: readonly { readonly plugin: string; readonly range: string; readonly fits: boolean }[]
}

/** A package that a plugin brings itself. */
export interface PrivatePackage {
  readonly plugin: string
  readonly name: string
  readonly range: string
  /** Absent: it is not installed. */
  readonly version?: string
}

export interface InspectedPermission {
  readonly name: string
  /** Plugins that ask for it in `permissions`. */
  readonly declaredBy: readonly string[]
  /** Names of the seed groups that have it. */
  readonly groups: readonly string[]
  /** What needs it: full page paths, block keys, nav labels. */
  readonly usedBy: readonly {
    readonly plugin: string
    readonly kind: 'page' | 'block' | 'nav' | 'router'
    readonly name: string
  }[]
}

export interface SeedGroup {
  readonly name: string
  readonly plugin: string
  readonly permissions: readonly string[]
}

export interface PluginSize {
  readonly plugin: string
  /** Modules in the dev server's graph, transformed or not. */
  readonly modules: number
  /** Bytes of what was transformed. */
  readonly transformedBytes: number
  /** Of the last build, where it left a manifest. */
  readonly built?: {
    readonly chunks: number
    readonly stylesheets: number
    readonly bytes: number
    /** Only where the build measured it, for the option `budget`. */
    readonly gzipBytes?: number
  }
}

export interface InspectedModule {
  readonly plugin: string
  readonly file: string
  readonly place: string
  /** Bytes after transformation. */
  readonly transformedBytes?: number
  /** From the first request to its answer, in milliseconds. */
  readonly firstLoadMs?: number
}

/** Milliseconds. */
export interface InspectedTimings {
  readonly discoveryMs: number
  readonly mergeMs: number
  /** The last change that was taken while the server ran. */
  readonly lastUpdate?: { readonly durationMs: number; readonly at: string }
}
