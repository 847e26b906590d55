import type { BlockContext, MountFunction, PageContext, PluginContext } from './plugin-context.ts'
import type { PageRecord, ProblemRecord } from './registry-data.ts'

/** Where an address of the host leads. */
export type PageMatch =
  | MatchedPage
  /** Not below `routeBase`. */
  | { readonly kind: 'outside' }
  /** `routeBase` itself. */
  | { readonly kind: 'index' }
  | PluginFailure

/** A page that may be loaded: its plugin is usable, and access is granted. */
export interface MatchedPage {
  readonly kind: 'page'
  /** Name of the plugin. */
  readonly plugin: string
  readonly page: PageRecord
  /** Values of the path's parameters, decoded; a rest is `*`. */
  readonly params: Readonly<Record<string, string>>
  /** Below the plugin: `/customers/42`. */
  readonly pathname: string
  /** In the host: `/plugins/crm/customers/42`. */
  readonly href: string
}

/** Why a page or block is not shown. */
export type PluginFailure =
  | FailureOf<'not-installed'>
  | FailureOf<'disabled'>
  /** A requirement is missing or out of range. */
  | FailureOf<'blocked'>
  /** Its manifest has errors. */
  | FailureOf<'invalid'>
  /** The plugin has no page at this path. */
  | FailureOf<'not-found'>
  | (FailureOf<'forbidden'> & { readonly permission: string })
  /** Its code could not be loaded, set up or shown. */
  | FailedModule

/** The common part of all failures. */
export interface FailureOf<Kind extends string> {
  readonly kind: Kind
  /** Name of the plugin, or what stands in the address instead. */
  readonly plugin: string
  /** One sentence. */
  readonly reason: string
  /** What is known, most telling first. */
  readonly problems: readonly ProblemRecord[]
}

/** Code that failed. */
export interface FailedModule extends FailureOf<'failed'> {
  /** The page's `module` or the block's key; undefined when the plugin itself failed. */
  readonly module: string | undefined
  /** Another try cannot succeed in this document; loading it anew helps. */
  readonly needsReload?: boolean
  /** Forgets the failures of the plugin; what is on screen loads again. */
  retry(): void
}

/** A page or block that is loaded: a component of the host's framework, or a `mount` function. */
export type LoadedModule<Context extends PluginContext = PageContext> =
  | { readonly kind: 'component'; readonly component: unknown; readonly revision: number }
  | { readonly kind: 'mount'; readonly mount: MountFunction<Context>; readonly revision: number }

/** The end of `loadPage`. */
export type LoadedPage = (LoadedModule & { readonly match: MatchedPage }) | PluginFailure

/** The end of `loadBlock`. */
export type LoadedBlock = LoadedModule<BlockContext> | PluginFailure

/** What an outlet shows right now. */
export type PageState = LoadedPage | Exclude<PageMatch, MatchedPage> | Loading

/** What a slot shows right now for one block. */
export type BlockState = LoadedBlock | Loading

/** Something is, or has to be, loaded first. */
export interface Loading {
  readonly kind: 'loading'
  readonly plugin: string
}
