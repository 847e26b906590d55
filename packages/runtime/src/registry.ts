import type { Translate } from './messages/translate.ts'
import type { Unsigned } from './create-context.ts'
import type { BlockState, LoadedBlock, LoadedPage, MatchedPage, PageMatch, PageState } from './page-match.ts'
import type { PluginContext } from './plugin-context.ts'
import type { BlockRecord, ProblemRecord, RegistryData } from './registry-data.ts'
import type { PagePath, PluginName } from './register.ts'
import type { Text } from './resolve-text.ts'
import type { NavSection } from './visible-nav.ts'

/** The plugins of a host as one live value: what there is, what may be seen, what is loaded, what failed. */
export interface Registry {
  /** The state now; the same object until something changes. */
  readonly getSnapshot: () => RegistrySnapshot
  /** Calls the listener after every change; returns the way out. */
  readonly subscribe: (listener: () => void) => () => void
  /** Where an address leads. Loads the plugin's page list if need be, none of its code. Never rejects. */
  matchPage(pathname: string): Promise<PageMatch>
  /** Sets the plugin up (once) and loads the page; again, if that failed before. Never rejects. */
  loadPage(match: MatchedPage, environment?: HostEnvironment): Promise<LoadedPage>
  /** The same for a block. */
  loadBlock(block: VisibleBlock, environment?: HostEnvironment): Promise<LoadedBlock>
  /** What `matchPage` and `loadPage` would give with what is loaded by now. */
  peekPage(pathname: string): PageState
  /** What `loadBlock` would give with what is loaded by now. */
  peekBlock(block: VisibleBlock): BlockState
  /** One plugin; state `not-installed` for an unknown name. */
  status(name: string): PluginStatus
  /** Says who may see what. Without: everything in development (with one warning), nothing gated in production. */
  setAccess(access: Access | undefined): void
  /** Whether a permission is granted. */
  can(permission: string): boolean
  /** Takes new data. Loaded modules of a plugin stay unless its source changes; equal data notifies nobody. */
  replace(data: RegistryData): void
  /** A problem that turned up in a plugin's code; it stays until it is resolved or newer code of the plugin comes. */
  reportProblem(problem: ProblemRecord): void
  /** Forgets the reported problems of a plugin, or of one of its files (whole path or its end). */
  resolveProblems(plugin: string, file?: string): void
  /**
   * Fetches what a page will need: the plugin's page list, the page, and the frontend entry, which is not set up. Nothing that
   * may not be shown, nothing where the browser is to save data. Silent on failure.
   */
  prefetch(pathname: string, environment?: HostEnvironment): Promise<void>
  /** Switches a plugin on again that is off by `disable` or by its data. `?plugins=` in the address is stronger. */
  enable(name: string): void
  /**
   * Switches a plugin off: its nav, blocks and pages go at once, the signals of its parts are aborted, its stylesheets do not
   * apply, and plugins that need it are blocked. `reason` is a sentence for people.
   */
  disable(name: string, reason?: string): void
  /** Tells the host's language, whose texts are then fetched for every plugin that has shown some. Default `en`. */
  setLocale(locale: string): void
  /** The `t` of a plugin's contexts; another function once other texts apply. */
  translator(plugin: string): Translate
  /** Forgets the failures of a plugin, so that what is on screen loads again. */
  retry(plugin: string): void
  /** Address of a plugin's page: `href('crm', '/customers/42')` → `/plugins/crm/customers/42`. */
  href<Plugin extends PluginName>(plugin: Plugin, path?: PagePath<Plugin>): string
  /** What every part of a plugin gets, without a signal. */
  createContext(plugin: string, environment: HostEnvironment): Unsigned<PluginContext>
}

/** One state of the registry; never changes. */
export interface RegistrySnapshot {
  /** Without a slash at its end. */
  readonly routeBase: string
  readonly dev: boolean
  /** In development: the host's folder. */
  readonly root: string | undefined
  /** Visible navigation. What is equal to what it was before a change is the same object. */
  readonly nav: readonly NavSection[]
  /** All plugins, also disabled and invalid ones. */
  readonly plugins: readonly PluginStatus[]
  /** Whether a permission is granted; another function only after `setAccess`. */
  readonly can: (permission: string) => boolean
  /** Visible blocks of a slot, in order. What is equal to what it was before a change is the same object. */
  readonly blocks: (slot: string) => readonly VisibleBlock[]
}

/** A block that may be shown. */
export interface VisibleBlock extends BlockRecord {
  readonly plugin: string
  /** `<slot>/<id>`, unique within the plugin. */
  readonly key: string
}

/** One plugin, for lists and cards. */
export interface PluginStatus {
  readonly name: string
  readonly displayName: Text
  /** `idle`: nothing of it was needed yet. `active`: at least its page list is loaded. */
  readonly state:
    | 'active'
    | 'idle'
    | 'loading'
    | 'failed'
    | 'disabled'
    | 'blocked'
    | 'invalid'
    | 'not-installed'
  /** Empty where unknown. */
  readonly version: string
  readonly source: string | undefined
  readonly icon: string | undefined
  /** In development: its folder. */
  readonly dir: string | undefined
  /** Of its manifest, of its code, and of other plugins of its name. */
  readonly problems: readonly ProblemRecord[]
  /** One sentence; there for failed, disabled, blocked, invalid and not installed. */
  readonly reason: string | undefined
}

/** Answers for the person at the screen. */
export interface Access {
  readonly can: (permission: string) => boolean
}

/** A framework that a host can be written in. */
export type HostFramework = 'react' | 'vue'

/** What the surrounding application lends to its plugins. */
export interface HostEnvironment {
  /** The host's own framework: its pages come as components, those of others as `mount`. Default: none, all come as `mount`. */
  readonly framework?: HostFramework
  /** Default: a full page load. */
  readonly navigate?: (href: string) => void
  /** Default `en`. */
  readonly locale?: string
  readonly host?: unknown
}
