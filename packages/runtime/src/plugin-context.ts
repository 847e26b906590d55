import type { Translate } from './messages/translate.ts'
import type { HostApi, PagePath, Permission, PluginName, SlotName, SlotProps } from './register.ts'

/** What every part of a plugin may use. */
export interface PluginContext<Plugin extends string = PluginName> {
  readonly plugin: { readonly name: string; readonly version: string }
  /** Address of one of the plugin's own pages in the host: `/customers/42` → `/plugins/crm/customers/42`. */
  readonly href: (path: PagePath<Plugin>) => string
  /** Goes to one of the plugin's own pages. */
  readonly navigate: (path: PagePath<Plugin>) => void
  /** Whether the person at the screen has a permission. It hides; only the server enforces. */
  readonly can: (permission: Permission) => boolean
  /** BCP 47 tag of the host's language. */
  readonly locale: string
  /** The text of a key in the plugin's files of `i18n`, in the host's language; the key itself where there is none. */
  readonly t: Translate
  /** Aborted when this page, block or plugin goes. */
  readonly signal: AbortSignal
  /** What the host hands to its plugins. */
  readonly host: HostApi
}

/** What `setup` gets; its signal is aborted when the plugin is removed or set up again. */
export type SetupContext = PluginContext

/** What a page gets. */
export interface PageContext<Plugin extends string = PluginName> extends PluginContext<Plugin> {
  /** Where the page is, below the plugin: `/customers/42`. */
  readonly path: string
  /** Values of the path's parameters, decoded: `{ id: '42' }`; a rest is `*`. */
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
}

/** What a block gets. */
export interface BlockContext<Slot extends string = SlotName> extends PluginContext {
  readonly slot: Slot
  /** What the host's slot hands over. */
  readonly props: SlotProps<Slot>
}

/** The export `mount` of a page or block without a framework: fills an element, and says how to update and leave. */
export type MountFunction<Context extends PluginContext = PageContext> = (
  element: HTMLElement,
  context: Context,
  place: MountPlace,
  // oxlint-disable-next-line typescript/no-invalid-void-type -- a mount that needs no clean-up returns nothing
) => void | (() => void) | MountHandle<Context>

/** What the place of a mounted page or block listens to. */
export interface MountPlace {
  /** Takes what went wrong after `mount` returned: the card `failed` appears instead. What `mount` itself throws needs no call. */
  readonly onError: (error: unknown) => void
}

/** What `mount` may return. Without `update` a new context mounts again. */
export interface MountHandle<Context extends PluginContext = PageContext> {
  update?(context: Context): void
  unmount?(): void
}

/** What `frontend_entry` exports by default. */
export interface PluginDefinition {
  /** Runs once, before the first page or block of the plugin is loaded. */
  setup(context: SetupContext): void | Promise<void>
}

/**
 * Types the default export of `frontend_entry`.
 *
 *     export default definePlugin({ setup(context) { … } })
 */
export function definePlugin(definition: PluginDefinition): PluginDefinition {
  return definition
}
