import { compareEntryNames } from '@plugwright/archive'
import type { Diagnostic } from '@plugwright/diagnostics'
import { readManifest } from '@plugwright/manifest/node'
import { packPlugin, TARGETS } from '@plugwright/pack'
import type { ExcludedFile, PlanEntry, Target } from '@plugwright/pack'
import type { PackRequest } from './pack-request.ts'

/** What would be in the packages of a target, and what not. */
export interface ListedPlan {
  readonly target: string
  readonly entries: readonly PlanEntry[]
  readonly excluded: readonly ExcludedFile[]
}

/** What {@link listPlans} found. */
export interface ListedPlans {
  readonly plans: readonly ListedPlan[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Plans what would be packed, with every check that comes before writing, and writes nothing.
 * Throws what `packPlugin` throws.
 *
 * `packPlugin` writes only once no plan has an error: so each target is given one check more, which keeps the plan and finds
 * an error. This file can go when the pack package exports planning on its own.
 */
export async function listPlans(request: PackRequest): Promise<ListedPlans> {
  const plans: ListedPlan[] = []
  const names = request.targets ?? (await knownTargets(request.dir))
  const targets = names?.map((name) => {
    const target = TARGETS.find((one) => one.name === name)
    return target === undefined ? name : stopAfterPlan(target, plans)
  })
  const { diagnostics } = await packPlugin({ ...request, targets })
  return { plans, diagnostics: diagnostics.filter((diagnostic) => diagnostic !== STOP) }
}

/** Never shown. */
const STOP: Diagnostic = { code: 'LISTED', severity: 'error', message: 'The plan is listed, not packed.' }

/** The targets of plugin.yaml; `undefined` where there are none that we know, which `packPlugin` explains. */
async function knownTargets(dir: string): Promise<readonly string[] | undefined> {
  const { manifest } = await readManifest(dir)
  const names = TARGETS.map(({ name }) => name).filter((name) => manifest?.targets.has(name))
  return names.length === 0 ? undefined : names
}

function stopAfterPlan(target: Target, plans: ListedPlan[]): Target {
  return {
    ...target,
    async check(context) {
      const { entries, excluded } = context.plan
      // As in the archive: in byte order.
      const sorted = entries.toSorted((a, b) => compareEntryNames(a.path, b.path))
      plans.push({ target: target.name, entries: sorted, excluded })
      return [...(await target.check(context)), STOP]
    },
  }
}
