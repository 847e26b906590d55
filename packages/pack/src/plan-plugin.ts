import { compareEntryNames } from '@plugwright/archive'
import { type Diagnostic, hasErrors } from '@plugwright/diagnostics'
import type { PackOptions } from './options.ts'
import { preparePlans } from './prepare-plans.ts'
import { withoutBytes } from './report.ts'
import type { ArchiveFormat, ExcludedFile, PlanEntry } from './target.ts'
import { toProblems } from './to-problems.ts'

/** What would be in the packages of a target, and what not. */
export interface TargetPlan {
  /** Name of the target. */
  readonly target: string
  readonly formats: readonly ArchiveFormat[]
  /** In archive order; without what is made while packing. */
  readonly entries: readonly Omit<PlanEntry, 'bytes'>[]
  readonly excluded: readonly ExcludedFile[]
}

/** What {@link planPlugin} found. */
export interface PlanResult {
  /** It could be packed. */
  readonly ok: boolean
  /** Also where there are problems in a plan; empty where something before it failed. */
  readonly plans: readonly TargetPlan[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Plans what `packPlugin` would pack with the same options, with every check that comes before writing. Writes nothing;
 * with a bundler, bundles are built. Problems come back as data; throws what `packPlugin` throws.
 */
export async function planPlugin(options: PackOptions): Promise<PlanResult> {
  const diagnostics: Diagnostic[] = []
  const planned = await preparePlans(options, diagnostics).then(
    (prepared) => prepared.planned,
    (error: unknown) => {
      diagnostics.push(...toProblems(error))
      return []
    },
  )
  const plans = planned.map(({ target, formats, context }): TargetPlan => {
    const entries = context.plan.entries
      .toSorted((a, b) => compareEntryNames(a.path, b.path))
      .map(withoutBytes)
    return { target: target.name, formats, entries, excluded: context.plan.excluded }
  })
  return { ok: !hasErrors(diagnostics), plans, diagnostics }
}
