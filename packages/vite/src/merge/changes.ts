import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { Merge } from './merge.ts'
import { isMerged, toPluginRecord } from './registry-records.ts'
import { toPluginId } from './virtual-ids.ts'

/** More names than that are a number. */
const MOST_NAMES = 3

/**
 * Names the plugins of which two merges say something different; `undefined` where all text is equal.
 *
 *     crm changed, guest added        12 plugins changed
 *
 * Empty where what changed is no plugin's: the version of the host, for example.
 */
export function describeChanges(before: Merge, after: Merge): string | undefined {
  if (isEqual(before.modules, after.modules)) return undefined
  const names = listSuspects(before, after)
  const [old, current] = [listTexts(before, names), listTexts(after, names)]
  const changes = [...new Set([...old.keys(), ...current.keys()])].flatMap((name) => {
    if (old.get(name) === current.get(name)) return []
    return `${name} ${old.has(name) ? (current.has(name) ? 'changed' : 'removed') : 'added'}`
  })
  return changes.length > MOST_NAMES ? `${changes.length} plugins changed` : changes.join(', ')
}

function isEqual(before: Merge['modules'], after: Merge['modules']): boolean {
  if (before.size !== after.size) return false
  return [...after].every(([id, text]) => before.get(id) === text)
}

/** The names to compare at all. Discovery gives the same object again for a plugin that did not change. */
function listSuspects(before: Merge, after: Merge): ReadonlySet<string> {
  const [old, current] = [new Set(before.discovery.plugins), new Set(after.discovery.plugins)]
  const read = [...before.discovery.plugins, ...after.discovery.plugins]
  return new Set(read.filter((plugin) => !old.has(plugin) || !current.has(plugin)).map(({ name }) => name))
}

/** What is said about each plugin, and about others of its name. */
function listTexts({ discovery, modules }: Merge, names: ReadonlySet<string>): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const plugin of discovery.plugins) {
    const { name } = plugin
    if (!names.has(name)) continue
    texts.set(name, `${texts.get(name) ?? ''}${describe(plugin)}${modules.get(toPluginId(name)) ?? ''}`)
  }
  return texts
}

function describe(plugin: DiscoveredPlugin): string {
  const { dir, state, source, diagnostics } = plugin
  return JSON.stringify([dir, state, source, diagnostics, isMerged(plugin) && toPluginRecord(plugin)])
}
