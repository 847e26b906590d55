/** A problem as Rollup and its relatives show it. */
export interface HookLog {
  readonly message: string
  /** Of Rolldown's own problems: `UNRESOLVED_IMPORT`. */
  readonly code?: string | undefined
  /** Rolldown: the specifier that leads nowhere. */
  readonly exporter?: string | undefined
  /** Of our own problems the code: `ROLLUP_OPTION_CONFLICT`. */
  readonly pluginCode?: unknown
  /** The file, absolute. */
  readonly id?: string
  /** Line from 1, column from 0. */
  readonly loc?: { readonly file?: string; readonly line: number; readonly column: number }
  readonly frame?: string
}

/** What the plugin uses of the context that Rollup, Rolldown and Vite give to hooks. */
export interface HookContext {
  /** Which of them it is. */
  readonly meta: {
    readonly rollupVersion: string
    readonly rolldownVersion?: string
    readonly viteVersion?: string
  }
  error(log: HookLog): never
  warn(log: HookLog): void
  addWatchFile(file: string): void
  getModuleIds(): Iterable<string>
  getModuleInfo(id: string): HookModule | null
  /** Rollup has it. */
  getWatchFiles?(): readonly string[]
}

/** What the plugin uses of a module's record. */
export interface HookModule {
  readonly isEntry: boolean
  readonly importedIds: readonly string[]
  readonly dynamicallyImportedIds: readonly string[]
}

/** What the plugin uses of a file that comes out. */
export type HookOutput = HookChunk | HookAsset

/** A module of the output. */
export interface HookChunk {
  readonly type: 'chunk'
  readonly fileName: string
  readonly code: string
  readonly map: { toString(): string } | null
  readonly isEntry: boolean
  readonly facadeModuleId: string | null
  readonly moduleIds: readonly string[]
  /** Names, `default` among them. */
  readonly exports: readonly string[]
  readonly imports: readonly string[]
  readonly dynamicImports: readonly string[]
  /** Vite says here which style sheets belong to a chunk. */
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> }
}

/** Any other file of the output. */
export interface HookAsset {
  readonly type: 'asset'
  readonly fileName: string
  readonly names: readonly string[]
  readonly source: string | Uint8Array
}

/** The input options that the plugin reads and sets. */
export interface HookInputOptions {
  readonly input?: string | string[] | Record<string, string> | undefined
}

/** The output options that the plugin reads; it sets more. */
export interface HookOutputOptions {
  readonly format?: string | undefined
  readonly sourcemap?: boolean | 'inline' | 'hidden' | undefined
}

/** The part of a Vite configuration that the plugin reads and sets. */
export interface HookViteConfig {
  readonly root?: string
  readonly base?: string
  readonly plugins?: readonly unknown[]
  readonly build?: {
    readonly minify?: unknown
    readonly [name: string]: unknown
  }
}

/** A plugin for Rollup, Rolldown and Vite alike: their own types of a plugin take it. */
export interface PlugwrightPlugin {
  readonly name: 'plugwright'
  /** Vite: before its own resolution. */
  readonly enforce: 'pre'
  /** Vite: for builds only. */
  apply(config: HookViteConfig, env: { readonly command: string }): boolean
  /** Vite */
  config(config: HookViteConfig): Promise<object | undefined>
  /** Vite */
  configResolved(config: { readonly plugins: readonly unknown[] }): void
  options<T extends HookInputOptions>(options: T): Promise<T>
  outputOptions<T extends HookOutputOptions>(this: Pick<HookContext, 'error'>, options: T): T | null
  buildStart(this: HookContext): void
  resolveId(
    source: string,
    importer: string | undefined,
    options: { readonly isEntry: boolean; readonly kind?: string },
  ): { readonly id: string; readonly external?: true } | undefined
  load(id: string): string | undefined
  buildEnd(error?: Error): void
  readonly generateBundle: {
    readonly order: 'post'
    handler(this: HookContext, options: object, bundle: Record<string, HookOutput>): void
  }
  closeBundle(this: HookContext): Promise<void>
}
