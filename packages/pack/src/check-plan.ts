import path from 'node:path'
import { foldEntryName } from '@plugwright/archive'
import type { Diagnostic } from '@plugwright/diagnostics'
import { checkNames } from './check-names.ts'
import { reservedName } from './diagnostics.ts'
import type { SecretCheck } from './secrets/secret-check.ts'
import type { Plan } from './target.ts'

/** Names at the top of an archive that packing itself, now or later, gives a meaning. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'manifest.json',
  'signature.json',
  'signature',
  'sbom.cdx.json',
])

/** Options of {@link checkPlan}. */
export interface CheckPlanOptions {
  /** The plugin folder, absolute. */
  readonly dir: string
  readonly secrets: SecretCheck
}

/** What is refused whatever the target: bad and reserved names, secrets. */
export async function checkPlan(plan: Plan, { dir, secrets }: CheckPlanOptions): Promise<Diagnostic[]> {
  const diagnostics = [...plan.diagnostics, ...checkNames(plan.entries, dir)]
  for (const entry of plan.entries) {
    const isOwn = entry.bytes === undefined
    if (isOwn && RESERVED_NAMES.has(foldEntryName(entry.path))) {
      diagnostics.push(reservedName(path.join(dir, entry.from), entry.path))
    }
  }
  return [...diagnostics, ...(await secrets.check(plan.entries))]
}
