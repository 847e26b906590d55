import type { PluginRecord, RegistryData } from './registry-data.ts'
import { satisfiesRange } from './satisfies-range.ts'

/** Says for each plugin whose requirements are not met which one it is, as a sentence, by the plugin's name. */
export function findUnmetRequirements(data: RegistryData): ReadonlyMap<string, string> {
  const byName = new Map(data.plugins.map((plugin) => [plugin.name, plugin]))
  const unmet = new Map<string, string>()
  for (const { name, requires } of data.plugins) {
    const reason = findUnmetHost(requires?.host, data.host) ?? findUnmetPlugin(requires?.plugins, byName)
    if (reason !== undefined) unmet.set(name, reason)
  }
  return unmet
}

function findUnmetHost(range: string | undefined, host: RegistryData['host']): string | undefined {
  if (range === undefined || host === undefined || satisfiesRange(host.version, range)) return undefined
  return `It needs ${host.name} ${range}, and this is ${host.version}.`
}

function findUnmetPlugin(
  ranges: Readonly<Record<string, string>> = {},
  byName: ReadonlyMap<string, PluginRecord>,
): string | undefined {
  for (const [name, range] of Object.entries(ranges)) {
    const found = byName.get(name)
    if (found === undefined) return `It needs the plugin ${name} ${range}, which is not installed.`
    if (found.disabled === true) return `It needs the plugin ${name}, which is disabled.`
    if (!satisfiesRange(found.version, range))
      return `It needs the plugin ${name} ${range}, and ${found.version} is installed.`
  }
  return undefined
}
