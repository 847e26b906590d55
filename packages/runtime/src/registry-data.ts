import type { HotPlugin } from './hot.ts'
import type { DeployPlace } from './loading/deploy-record.ts'
import type { BlockContext, MountFunction, PageContext } from './plugin-context.ts'
import type { Text } from './resolve-text.ts'

/**
 * Everything a host knows about its plugins before any of their code is fetched: the data of `virtual:plugwright`.
 * An absent field means its default, so that the records of a production build stay small.
 */
export interface RegistryData {
  /** Where pages live: `<routeBase>/<plugin><page path>`, below the application's base path. Usually `/plugins`. */
  readonly routeBase: string
  /** A development server made this: everything is visible until access is set, and cards show frames and editor links. */
  readonly dev?: boolean
  /** In development: the host's absolute folder, so that cards can name files below it shortly. */
  readonly root?: string
  /** The host that `requires.host` is compared with; absent: those ranges are not checked. */
  readonly host?: { readonly name: string; readonly version: string }
  /** In a build: where the record of what is deployed lies; it is read when a file cannot be fetched. */
  readonly deploy?: DeployPlace
  /** Sections of the navigation, in their order. */
  readonly sections?: readonly SectionRecord[]
  /** Slots the host declares, by name. */
  readonly slots?: Readonly<Record<string, { readonly description?: string }>>
  readonly plugins: readonly PluginRecord[]
  readonly problems: readonly ProblemRecord[]
}

/** A section of the navigation; nav entries name its `id`. */
export interface SectionRecord {
  readonly id: string
  /** Default: the id. */
  readonly label?: Text
}

/** A plugin that takes part; one that cannot be read stands in `problems` only. */
export interface PluginRecord {
  readonly name: string
  /** Default: the name. */
  readonly displayName?: Text
  readonly version: string
  readonly icon?: string
  /** Which root it comes from: `install`, `data`, … A changed source means other code, so loaded modules are dropped. */
  readonly source?: string
  /** In development: the plugin's absolute folder, so that a card can open a page's file in the editor. */
  readonly dir?: string
  /** Installed, but switched off: no nav, no blocks, its pages show a card. */
  readonly disabled?: boolean
  readonly requires?: PluginRequirements
  readonly nav?: readonly NavRecord[]
  readonly blocks?: readonly BlockRecord[]
  /** Imports the plugin's second level: page list and loaders, none of the plugin's own code. */
  readonly load: () => Promise<PluginModule>
}

/** Version ranges, checked before anything of the plugin is fetched. */
export interface PluginRequirements {
  readonly host?: string
  /** Plugin name to range. */
  readonly plugins?: Readonly<Record<string, string>>
}

/** A nav entry: it leads to one of `path`, `href` and `host`, or groups its children. */
export interface NavRecord {
  readonly label: Text
  /** A page: `/<plugin><page path>`. */
  readonly path?: string
  /** An address outside the application. */
  readonly href?: string
  /** A page of the host. */
  readonly host?: string
  readonly icon?: string
  readonly permission?: string | null
  readonly section?: string
  /** Default 0; entries of one order keep the listed order. */
  readonly order?: number
  readonly children?: readonly NavRecord[]
}

/** A block that a plugin offers for a slot of the host. */
export interface BlockRecord {
  readonly id: string
  readonly slot: string
  readonly permission?: string | null
  /** Default 0. */
  readonly order?: number
  readonly size?: { readonly w?: number; readonly h?: number }
}

/** The second level of a plugin, `virtual:plugwright/plugin/<name>`. */
export interface PluginModule {
  /** Whose it is: a file of a build may hold the second levels of several plugins. */
  readonly name?: string
  readonly pages: readonly PageRecord[]
  /** Loaders by `<slot>/<id>`. */
  readonly blocks?: Readonly<Record<string, () => Promise<unknown>>>
  /** Imports `frontend_entry`, whose default export comes from `definePlugin`. */
  readonly setup?: () => Promise<unknown>
  /** Texts: where `{locale}` stands in the plugin's files, and an import per file that gives its content. */
  readonly messages?: {
    readonly pattern: string
    readonly files: Readonly<Record<string, () => Promise<unknown>>>
  }
  /** For pages (by `module`) and blocks (by key) that may be of another framework than the host. */
  readonly adapters?: Readonly<Record<string, ModuleAdapter>>
  /** In development: brings replaced modules. */
  readonly hot?: HotPlugin
}

/** How a component of another framework comes into the host. */
export interface ModuleAdapter {
  /** `react`, `vue`, `svelte`: in a host of the same framework the component is taken as it is. */
  readonly framework: string
  /** Imports the framework's adapter, as `@plugwright/vue/mount`. */
  readonly load?: () => Promise<MountAdapter>
  /** Why there is none. */
  readonly problem?: Pick<ProblemRecord, 'code' | 'message' | 'hint'>
}

/** What an adapter's entry `mount` exports. */
export interface MountAdapter {
  /** Turns the namespace of a module with a component as default export into one without a framework. */
  toMount(namespace: unknown): { readonly mount: MountFunction<PageContext | BlockContext> }
}

/** A page of a plugin. */
export interface PageRecord {
  /** File inside the plugin, `frontend/src/pages/customers.tsx`; the page's identity across updates. */
  readonly module: string
  /** Path below the plugin: `/`, `/customers/:id`, `/*`. */
  readonly path: string
  readonly title?: Text
  readonly permission?: string | null
  readonly layout?: string
  readonly load: () => Promise<unknown>
}

/** A problem of a plugin. Production builds carry `plugin`, `code` and `message` only. */
export interface ProblemRecord {
  readonly plugin: string
  readonly code: string
  readonly message: string
  /** Default `error`. */
  readonly severity?: 'error' | 'warning' | 'info'
  readonly file?: string
  readonly line?: number
  readonly column?: number
  /** Code frame as text. */
  readonly frame?: string
  readonly hint?: string
  readonly version?: string
  readonly source?: string
}
