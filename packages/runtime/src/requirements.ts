import type { PluginRecord, RegistryData } from './registry-data.ts'
import { satisfiesRange } from './satisfies-range.ts'

/** Says which requirement of a plugin the host does not meet, as a sentence; `undefined` if there is none. */
export function findUnmetRequirement(plugin: PluginRecord, data: RegistryData): string | undefined {
  const { host, plugins = {} } = plugin.requires ?? {}
  if (host !== undefined && data.host !== undefined && !satisfiesRange(data.host.version, host))
    return `It needs ${data.host.name} ${host}, and this is ${data.host.version}.`
  for (const [name, range] of Object.entries(plugins)) {
    const found = data.plugins.find((candidate) => candidate.name === name)
    if (found === undefined) return `It needs the plugin ${name} ${range}, which is not installed.`
    if (found.disabled) return `It needs the plugin ${name}, which is disabled.`
    if (!satisfiesRange(found.version, range))
      return `It needs the plugin ${name} ${range}, and ${found.version} is installed.`
  }
  return undefined
}
