import type { PluginRecord, RegistryData } from './registry-data.ts'
import { satisfiesRange } from './satisfies-range.ts'

/** What plugins ask of the host and of each other. */
export interface Requirements {
  /** Why a plugin may not be used, as a sentence; `undefined` when all that it needs is there. */
  unmet(plugin: string): string | undefined
  /** What a plugin needs, also through others; each stands after what it needs itself. */
  order(plugin: string): readonly string[]
}

/**
 * Reads `requires` of all plugins. A plugin whose requirement is missing, off, of another version or not usable itself is not
 * usable, and neither is one that needs itself through others. `isOff` tells which plugins are switched off.
 */
export function readRequirements(data: RegistryData, isOff: (plugin: string) => boolean): Requirements {
  const byName = new Map(data.plugins.map((plugin) => [plugin.name, plugin]))
  const neededBy = (name: string): [string, string][] =>
    Object.entries(byName.get(name)?.requires?.plugins ?? {})

  /** Walks along the requirements, each plugin once; `path` is the way to this one, with it. */
  function walk(path: readonly string[], visited: Set<string>): string | undefined {
    const name = path.at(-1) ?? ''
    const unmetHost = findUnmetHost(byName.get(name), data)
    if (unmetHost !== undefined) return explain(path, unmetHost)
    for (const [needed, range] of neededBy(name)) {
      const chain = [...path, needed]
      if (path.includes(needed)) return explainCycle(chain)
      const unmet = findUnmet({ name: needed, range, isOff: isOff(needed) })
      const reason = unmet === undefined ? undefined : explain(path, unmet)
      const found = reason ?? (visited.has(needed) ? undefined : walk(chain, visited))
      if (found !== undefined) return found
    }
    visited.add(name)
    return undefined
  }

  function findUnmet(needed: {
    readonly name: string
    readonly range: string
    readonly isOff: boolean
  }): string | undefined {
    const { name, range } = needed
    const found = byName.get(name)
    if (found === undefined) {
      const isInvalid = data.problems.some(
        ({ plugin, severity = 'error' }) => plugin === name && severity === 'error',
      )
      return `needs the plugin ${name} ${range}, which ${isInvalid ? 'has an invalid plugin.yaml' : 'is not installed'}.`
    }
    if (needed.isOff) return `needs the plugin ${name}, which is disabled.`
    if (satisfiesRange(found.version, range)) return undefined
    return `needs the plugin ${name} ${range}, and ${found.version} is installed.`
  }

  return {
    unmet: (plugin) => (byName.get(plugin)?.requires === undefined ? undefined : walk([plugin], new Set())),
    order: (plugin) => orderOf(plugin, neededBy),
  }
}

function orderOf(
  plugin: string,
  neededBy: (plugin: string) => readonly (readonly [string, string])[],
): readonly string[] {
  const ordered: string[] = []
  const seen = new Set([plugin])
  const visit = (name: string): void => {
    for (const [needed] of neededBy(name)) {
      if (seen.has(needed)) continue
      seen.add(needed)
      visit(needed)
      ordered.push(needed)
    }
  }
  visit(plugin)
  return ordered
}

function findUnmetHost(plugin: PluginRecord | undefined, { host }: RegistryData): string | undefined {
  const range = plugin?.requires?.host
  if (range === undefined || host === undefined || satisfiesRange(host.version, range)) return undefined
  return `needs ${host.name} ${range}, and this is ${host.version}.`
}

/** `It needs the plugin finance, which cannot be used (crm → finance → ledger): …`; the last of the path lacks something. */
function explain(path: readonly string[], lack: string): string {
  const [, first] = path
  if (first === undefined) return `It ${lack}`
  return `It needs the plugin ${first}, which cannot be used (${path.join(' → ')}): ${path.at(-1)} ${lack}`
}

function explainCycle(chain: readonly string[]): string {
  const [first, second] = chain
  const way = chain.join(' → ')
  if (chain.at(-1) === first) return `It needs itself: ${way}.`
  return `It needs the plugin ${second}, which cannot be used: ${chain.at(-1)} needs itself (${way}).`
}
