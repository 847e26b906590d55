import type { Diagnostic } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'

/** What kind of output a request wants. */
export type BundleShape =
  /** ES modules for the browser, with code splitting: one entry per page or block, shared chunks beside. */
  | 'pages'
  /** One ES module for the browser, without chunks. */
  | 'single-module'
  /** ES modules for a server. */
  | 'server-esm'
  /**
   * One CommonJS body for a server, without chunks, for all entry points together; the host wraps it in a function.
   * Its `exports` hold one property per entry point, named by its module: `exports['backend/routers/a.ts'].router`.
   * All entry points of the `build.json` name this one file.
   */
  | 'server-cjs'

/** One start of a bundle. */
export interface BundleEntryPoint {
  /** Unique within the request; what the output file is named after. No extension: `pages/customers`. */
  readonly name: string
  /** The source, relative to the plugin folder with `/` separators: `frontend/src/pages/customers.tsx`. */
  readonly module: string
  /**
   * What the module has to export, each by one of several names: `[['default', 'mount']]` for a page, `[['router'], ['admin']]`
   * for a module of two routers. A bundler that knows the exports reports those that are missing. @default nothing
   */
  readonly exports?: readonly (readonly string[])[]
}

/** What a target asks of a bundler. Plain JSON: it is stored in `build.json` and compared by value. */
export interface BundleRequest {
  /** The name of the output folder below `.plugwright/build/`: `pages`. */
  readonly id: string
  readonly entryPoints: readonly BundleEntryPoint[]
  readonly shape: BundleShape
  /** `file`: CSS beside the entry that uses it. `inject`: the module inserts it. Server shapes have none. */
  readonly css: 'file' | 'inject'
  /** Package names that stay imports, each with its subpaths: `react` covers `react/jsx-runtime`. */
  readonly external: readonly string[]
}

/** The plugin that requests are for. */
export interface BundleContext {
  /** The plugin folder, absolute. */
  readonly dir: string
  readonly manifest: Manifest
  readonly signal?: AbortSignal
}

/**
 * Turns requests into files. A bundler writes the outputs of a request into {@link bundleDir} together with a
 * `build.json` ({@link writeBuildManifest}); it reports problems of the plugin's code as diagnostics and
 * throws only on abort or a bug of its own.
 */
export interface Bundler {
  /** `esbuild`, `rollup`, …; shown in the report. */
  readonly name: string
  bundle(
    requests: readonly BundleRequest[],
    context: BundleContext,
  ): Promise<{ readonly diagnostics: readonly Diagnostic[] }>
}
