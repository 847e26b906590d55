import type { PluginStatus, ProblemRecord, Text } from '@plugwright/runtime'

/** A line of the plugin table: a plugin, or a copy of one that another root's copy hides. */
export interface PluginRow {
  readonly key: string
  readonly name: string
  readonly displayName: Text
  readonly icon?: string
  /** Empty where unknown. */
  readonly version: string
  readonly source?: string
  readonly status: PluginStatus['state'] | 'shadowed'
  readonly problems: readonly ProblemRecord[]
}

/** The registry notes a shadowed copy as a problem of the plugin that wins; a reader looks for it on a line of its own. */
export function toPluginRows(plugins: readonly PluginStatus[]): PluginRow[] {
  return plugins.flatMap((plugin) => {
    const { name, displayName, icon, version, source, state, problems } = plugin
    const shadowed = problems.filter(isShadowed)
    const own: PluginRow = {
      key: name,
      name,
      displayName,
      version,
      status: state,
      problems: problems.filter((problem) => !isShadowed(problem)),
      ...(icon !== undefined && { icon }),
      ...(source !== undefined && { source }),
    }
    return [own, ...shadowed.map((problem, index) => toShadowedRow(own, problem, index))]
  })
}

function toShadowedRow({ name, displayName, icon }: PluginRow, problem: ProblemRecord, index: number): PluginRow {
  return {
    key: `${name} shadowed ${index}`,
    name,
    displayName,
    version: problem.version ?? '',
    status: 'shadowed',
    problems: [problem],
    ...(icon !== undefined && { icon }),
    ...(problem.source !== undefined && { source: problem.source }),
  }
}

function isShadowed({ code }: ProblemRecord): boolean {
  return code.endsWith('_SHADOWED')
}
