import type { FailedModule, FailureOf, PluginFailure } from './page-match.ts'
import type { PluginRecord, ProblemRecord } from './registry-data.ts'

/** Says why nothing of a plugin may be used, on data alone: before anything of it is fetched. */
export function findUnusable(
  name: string,
  facts: {
    readonly record: PluginRecord | undefined
    /** Why it is switched off, as a sentence. */
    readonly off: string | undefined
    /** The requirement that the host does not meet, as a sentence. */
    readonly unmet: string | undefined
    readonly problems: readonly ProblemRecord[]
  },
): PluginFailure | undefined {
  const { record, off, unmet, problems } = facts
  if (record === undefined) {
    const error = problems.find(({ severity = 'error' }) => severity === 'error')
    if (error !== undefined) return toFailure('invalid', name, { reason: error.message, problems })
    return toFailure('not-installed', name, { reason: `There is no plugin named ${name}.`, problems })
  }
  if (off !== undefined) return toFailure('disabled', name, { reason: off, problems })
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

/** Makes the failure of a plugin from a problem of its code, or of the code of another one that it needs. */
export function toFailedModule(
  problem: ProblemRecord,
  {
    plugin,
    problems,
    retry,
  }: { readonly plugin: string; readonly problems: readonly ProblemRecord[]; readonly retry: () => void },
): FailedModule {
  const { message } = problems[0] ?? problem
  const isOwn = plugin === problem.plugin
  const reason = isOwn ? message : `It needs the plugin ${problem.plugin}, which failed: ${message}`
  return {
    ...toFailure('failed', plugin, { reason, problems }),
    module: isOwn ? problem.file : undefined,
    ...(problem.code === 'RUNTIME_RELOAD_NEEDED' && { needsReload: true }),
    retry,
  }
}
