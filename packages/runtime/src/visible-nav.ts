import type { NavRecord, PluginRecord, SectionRecord } from './registry-data.ts'
import type { Text } from './resolve-text.ts'

/** A section of the visible navigation. */
export interface NavSection {
  /** Absent: entries without a section. */
  readonly id?: string
  readonly label?: Text
  readonly items: readonly NavItem[]
}

/** A visible nav entry. */
export interface NavItem {
  /** Unique in the navigation, and the same after an update of other entries: `crm:0.1`. */
  readonly key: string
  /** Name of the plugin. */
  readonly plugin: string
  readonly label: Text
  /** Address in the host, or outside it. Absent: a group. */
  readonly href?: string
  /** The address is outside the application. */
  readonly external: boolean
  readonly icon?: string
  readonly children: readonly NavItem[]
}

/** Where nav entries lead, and what may be seen. */
export interface NavOptions {
  readonly routeBase: string
  readonly sections: readonly SectionRecord[]
  can(permission: string): boolean
}

/**
 * Builds the navigation: entries without access are out together with their children, groups without visible children, too.
 * Entries without a section come first, then the host's sections, then others as they appear; within, order, then listed order.
 */
export function toVisibleNav(plugins: readonly PluginRecord[], options: NavOptions): readonly NavSection[] {
  const entries = plugins.flatMap((plugin) =>
    (plugin.nav ?? []).map((entry, index) => ({
      entry,
      plugin: plugin.name,
      key: `${plugin.name}:${index}`,
    })),
  )
  const bySection = new Map<string | undefined, NavItem[]>([[undefined, []]])
  for (const { id } of options.sections) bySection.set(id, [])
  for (const { entry, plugin, key } of inOrder(entries, ({ entry: { order } }) => order)) {
    const item = toItem(entry, { plugin, key }, options)
    if (item === undefined) continue
    const items = bySection.get(entry.section)
    if (items === undefined) bySection.set(entry.section, [item])
    else items.push(item)
  }
  return [...bySection]
    .filter(([, items]) => items.length > 0)
    .map(([id, items]) => {
      if (id === undefined) return { items }
      return { id, label: options.sections.find((section) => section.id === id)?.label ?? id, items }
    })
}

/** Sorts by order, 0 where there is none; equal ones keep their places. */
export function inOrder<Item>(items: readonly Item[], orderOf: (item: Item) => number | undefined): Item[] {
  return items.toSorted((a, b) => (orderOf(a) ?? 0) - (orderOf(b) ?? 0))
}

function toItem(
  entry: NavRecord,
  place: { plugin: string; key: string },
  options: NavOptions,
): NavItem | undefined {
  if (entry.permission && !options.can(entry.permission)) return undefined
  const children = inOrder(
    (entry.children ?? []).map((child, index) => ({ child, key: `${place.key}.${index}` })),
    ({ child: { order } }) => order,
  ).flatMap(({ child, key }) => toItem(child, { plugin: place.plugin, key }, options) ?? [])
  const href = entry.path === undefined ? (entry.href ?? entry.host) : options.routeBase + entry.path
  if (href === undefined && children.length === 0) return undefined
  return {
    ...place,
    label: entry.label,
    ...(href !== undefined && { href }),
    external: entry.path === undefined && entry.href !== undefined,
    ...(entry.icon !== undefined && { icon: entry.icon }),
    children,
  }
}
