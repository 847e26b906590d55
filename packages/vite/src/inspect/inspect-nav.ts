import type { Manifest } from '@plugwright/manifest'
import { resolveText } from '@plugwright/manifest/pages'
import { compact } from '../merge/registry-records.ts'
import type { InspectedNavEntry } from './inspection.ts'
import type { InspectionSource } from './inspection-source.ts'

type NavEntry = Manifest['nav'][number]

/** The nav entries of all plugins that take part, whoever may see them, by order. */
export function inspectNav({ state: { merge, options } }: InspectionSource): readonly InspectedNavEntry[] {
  const entries = merge.plugins.flatMap(({ name, manifest }) =>
    manifest.nav.map((entry) => toInspected(entry, { plugin: name, routeBase: options.routeBase })),
  )
  return byOrder(entries)
}

function toInspected(
  entry: NavEntry,
  place: { readonly plugin: string; readonly routeBase: string },
): InspectedNavEntry {
  const { path, href, host } = entry
  return compact({
    plugin: place.plugin,
    label: resolveText(entry.label, 'en'),
    target: path === undefined ? (href ?? host) : place.routeBase + path,
    kind:
      path !== undefined ? 'page' : host !== undefined ? 'host' : href !== undefined ? 'external' : 'group',
    permission: entry.permission,
    section: entry.section,
    order: entry.order,
    children: byOrder(entry.children.map((child) => toInspected(child, place))),
  } as const)
}

/** The order of one rank is that of the list, as in the host. */
function byOrder(entries: readonly InspectedNavEntry[]): readonly InspectedNavEntry[] {
  return entries.toSorted((a, b) => a.order - b.order)
}
