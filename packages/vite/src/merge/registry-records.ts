import type { Manifest } from '@plugwright/manifest'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { BlockRecord, NavRecord, PluginRecord } from '@plugwright/runtime'

/** A plugin that takes part in the merge. */
export interface MergedPlugin extends DiscoveredPlugin {
  readonly state: 'valid'
  readonly manifest: Manifest
}

/** The plugins whose pages appear: valid sources, in discovery order. */
export function selectMerged(plugins: readonly DiscoveredPlugin[]): readonly MergedPlugin[] {
  return plugins.filter(isMerged)
}

/** Whether the pages of a plugin appear. */
export function isMerged(plugin: DiscoveredPlugin): plugin is MergedPlugin {
  return plugin.state === 'valid' && plugin.kind === 'source' && plugin.manifest !== undefined
}

/** What the first level knows about a plugin, without its loader. Defaults are left out. */
export function toPluginRecord(plugin: MergedPlugin): Omit<PluginRecord, 'load'> {
  const { manifest } = plugin
  return compact({
    name: manifest.name,
    displayName: unlessEqual(manifest.display_name, manifest.name),
    version: manifest.version,
    icon: manifest.icon,
    source: plugin.source,
    requires: toRequires(manifest),
    nav: unlessEmpty(manifest.nav.map(toNavRecord)),
    blocks: unlessEmpty(manifest.blocks.map(toBlockRecord)),
  })
}

function toRequires({ requires }: Manifest): PluginRecord['requires'] {
  if (requires.host === undefined && requires.plugins.size === 0) return undefined
  const plugins = requires.plugins.size === 0 ? undefined : Object.fromEntries(requires.plugins)
  return compact({ host: requires.host, plugins })
}

function toNavRecord(entry: Manifest['nav'][number]): NavRecord {
  return compact({
    label: entry.label,
    path: entry.path,
    href: entry.href,
    host: entry.host,
    icon: entry.icon,
    permission: entry.permission ?? undefined,
    section: entry.section,
    order: unlessEqual(entry.order, 0),
    children: unlessEmpty(entry.children.map(toNavRecord)),
  })
}

function toBlockRecord(block: Manifest['blocks'][number]): BlockRecord {
  return compact({
    id: block.id,
    slot: block.slot,
    permission: block.permission ?? undefined,
    order: unlessEqual(block.order, 0),
    size: block.size,
  })
}

function unlessEqual<T>(value: T, absent: unknown): T | undefined {
  return value === absent ? undefined : value
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}

type Compact<T> = {
  readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K]
} & { readonly [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined> }

/** Drops the fields that are `undefined`, so that equal records have equal text. */
export function compact<T extends object>(record: T): Compact<T> {
  const result: Partial<T> = {}
  for (const key in record) if (record[key] !== undefined) result[key] = record[key]
  return result as unknown as Compact<T>
}
