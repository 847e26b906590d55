import type { FailureOf, PluginFailure } from './page-match.ts'
import type { PluginRecord, ProblemRecord } from './registry-data.ts'

/** Says why nothing of a plugin may be used, on data alone: before anything of it is fetched. */
export function findUnusable(
  name: string,
  facts: {
    readonly record: PluginRecord | undefined
    /** The requirement that the host does not meet, as a sentence. */
    readonly unmet: string | undefined
    readonly problems: readonly ProblemRecord[]
  },
): PluginFailure | undefined {
  const { record, unmet, problems } = facts
  if (record === undefined) {
    const error = problems.find(({ severity = 'error' }) => severity === 'error')
    if (error !== undefined) return toFailure('invalid', name, { reason: error.message, problems })
    return toFailure('not-installed', name, { reason: `There is no plugin named ${name}.`, problems })
  }
  if (record.disabled === true)
    return toFailure('disabled', name, { reason: 'It is switched off.', problems })
  return unmet === undefined ? undefined : toFailure('blocked', name, { reason: unmet, problems })
}

/** Makes the common part of a failure. */
export function toFailure<Kind extends PluginFailure['kind']>(
  kind: Kind,
  plugin: string,
  { reason, problems = [] }: { readonly reason: string; readonly problems?: readonly ProblemRecord[] },
): FailureOf<Kind> {
  return { kind, plugin, reason, problems }
}
