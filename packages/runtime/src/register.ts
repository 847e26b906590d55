/**
 * What a project knows about its plugins, for the compiler. `.plugwright/types.d.ts` fills it by declaration merging:
 *
 *     declare module '@plugwright/runtime' {
 *       interface PlugwrightRegister {
 *         plugins: 'crm' | 'finance'
 *         pages: { crm: '/' | '/customers/:id'; finance: '/' }   // paths below each plugin
 *         slots: 'dashboard'
 *         permissions: 'customer.read' | 'customer.edit'
 *       }
 *     }
 *
 * A host adds two more in a file of its own: `slotProps: { dashboard: { period: string } }`, the props of each slot, and
 * `host: HostApi`, what `context.host` is in its plugins. Without an entry the type is the general one.
 */
// oxlint-disable-next-line typescript/no-empty-interface, typescript/no-empty-object-type -- filled by declaration merging
export interface PlugwrightRegister {}

type Registered<Key extends string, Fallback> =
  PlugwrightRegister extends Record<Key, infer Value> ? Value : Fallback

/** Names of the plugins. */
export type PluginName = Registered<'plugins', string>

/** Permissions that plugins ask for. */
export type Permission = Registered<'permissions', string>

/** Names of the slots that the host declares. */
export type SlotName = Registered<'slots', string>

/** Props that the host hands to the blocks of a slot. */
export type SlotProps<Slot extends string = string> =
  Registered<'slotProps', unknown> extends Record<Slot, infer Props>
    ? Props
    : Readonly<Record<string, unknown>>

/** What the host hands to its plugins as `context.host`. */
export type HostApi = Registered<'host', unknown>

/** Addresses of the pages of a plugin, below it: `/customers/:id` takes `/customers/42`, also with a query or a hash. */
export type PagePath<Plugin extends string = PluginName> =
  Registered<'pages', unknown> extends Record<Plugin, infer Pattern extends string>
    ? WithQuery<Filled<Pattern>>
    : string

type WithQuery<Path extends string> = Path | `${Path}?${string}` | `${Path}#${string}`

type Filled<Pattern extends string> = Pattern extends `${infer Head}/${infer Tail}`
  ? `${FilledSegment<Head>}/${Filled<Tail>}`
  : FilledSegment<Pattern>

type FilledSegment<Segment extends string> = Segment extends `:${string}` | '*' ? string : Segment
