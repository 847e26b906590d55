import type { FailureOf, PluginFailure } from './page-match.ts'
import type { ProblemRecord, RegistryData } from './registry-data.ts'
import { findUnmetRequirement } from './requirements.ts'

/** Says why nothing of a plugin may be used, on data alone: before anything of it is fetched. */
export function findUnusable(
  name: string,
  data: RegistryData,
  problems: readonly ProblemRecord[],
): PluginFailure | undefined {
  const record = data.plugins.find((plugin) => plugin.name === name)
  if (record === undefined) {
    const error = problems.find(({ severity = 'error' }) => severity === 'error')
    if (error !== undefined) return toFailure('invalid', name, { reason: error.message, problems })
    return toFailure('not-installed', name, { reason: `There is no plugin named ${name}.`, problems })
  }
  if (record.disabled === true)
    return toFailure('disabled', name, { reason: 'It is switched off.', problems })
  const reason = findUnmetRequirement(record, data)
  return reason === undefined ? undefined : toFailure('blocked', name, { reason, problems })
}

/** Makes the common part of a failure. */
export function toFailure<Kind extends PluginFailure['kind']>(
  kind: Kind,
  plugin: string,
  { reason, problems = [] }: { readonly reason: string; readonly problems?: readonly ProblemRecord[] },
): FailureOf<Kind> {
  return { kind, plugin, reason, problems }
}
