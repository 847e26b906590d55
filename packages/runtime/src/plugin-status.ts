import type { PluginFailure } from './page-match.ts'
import type { PluginState } from './plugin-state.ts'
import type { PluginRecord, ProblemRecord } from './registry-data.ts'
import type { PluginStatus } from './registry.ts'

/** What the status of a plugin is made of. */
export interface StatusFacts {
  readonly plugin: PluginState | undefined
  /** Why nothing of it may be used. */
  readonly unusable: PluginFailure | undefined
  readonly problems: readonly ProblemRecord[]
  readonly toFailure: (problem: ProblemRecord) => PluginFailure
}

/** Sums up one plugin. */
export function toStatus(name: string, { plugin, unusable, problems, toFailure }: StatusFacts): PluginStatus {
  const record: Partial<PluginRecord> | undefined = plugin?.record
  const broken = plugin?.resources().find(({ problem }) => problem !== undefined)?.problem
  const failure = unusable ?? (broken && toFailure(broken))
  // A plugin that cannot be read is known by its errors only; warnings may be those of a copy that it shadows.
  const error = problems.find(({ severity = 'error' }) => severity === 'error')
  const { version = '', source } = record ?? error ?? {}
  return {
    name,
    displayName: record?.displayName ?? name,
    state: (failure?.kind as PluginStatus['state'] | undefined) ?? stateOf(plugin),
    version,
    source,
    icon: record?.icon,
    dir: record?.dir,
    problems: [...new Set([...(failure?.problems ?? []), ...problems])],
    reason: failure?.reason,
  }
}

function stateOf(plugin: PluginState | undefined): PluginStatus['state'] {
  if (plugin?.resources().some(({ state }) => state === 'loading')) return 'loading'
  return plugin?.module.value === undefined ? 'idle' : 'active'
}
