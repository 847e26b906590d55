import type { PluginStatus, ProblemRecord, Text } from '@plugwright/runtime'

/** A line of the plugin table: a plugin, or a copy of one that another root's copy hides. */
export interface PluginRow {
  readonly key: string
  readonly name: string
  readonly displayName: Text
  readonly icon: string | undefined
  readonly version: string | undefined
  readonly source: string | undefined
  /** `degraded`: it takes part, and some of its code does not work. */
  readonly status: PluginStatus['state'] | 'degraded' | 'shadowed'
  readonly problems: readonly ProblemRecord[]
}

/** The registry notes a shadowed copy as a problem of the plugin that wins; a reader looks for it on a line of its own. */
export function toPluginRows(plugins: readonly PluginStatus[]): PluginRow[] {
  return plugins.flatMap(({ name, displayName, icon, version, source, state, problems }) => {
    const own = problems.filter((problem) => !isShadowed(problem))
    const shadowed = problems.filter(isShadowed)
    return [
      {
        key: name,
        name,
        displayName,
        icon,
        // A plugin whose manifest has errors is known by its problems only.
        version: version || own[0]?.version,
        source: source ?? own[0]?.source,
        status: isRunning(state) && own.some(isError) ? ('degraded' as const) : state,
        problems: own,
      },
      ...shadowed.map((problem, index) => ({
        key: `${name} shadowed ${index}`,
        name,
        displayName,
        icon,
        version: problem.version,
        source: problem.source,
        status: 'shadowed' as const,
        problems: [problem],
      })),
    ]
  })
}

function isRunning(state: PluginStatus['state']): boolean {
  return state === 'idle' || state === 'active'
}

function isError({ severity = 'error' }: ProblemRecord): boolean {
  return severity === 'error'
}

function isShadowed({ code }: ProblemRecord): boolean {
  return code.endsWith('_SHADOWED')
}
