import path from 'node:path'
import { checkEntryNames, findCollisions, foldEntryName } from '@plugwright/archive'
import type { Diagnostic } from '@plugwright/diagnostics'
import { reservedName } from './diagnostics.ts'
import type { SecretCheck } from './secrets/secret-check.ts'
import type { Plan, PlanEntry } from './target.ts'

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
  const diagnostics = [...plan.diagnostics, ...checkNames(plan, dir)]
  for (const entry of plan.entries) {
    const isOwn = entry.bytes === undefined
    if (isOwn && RESERVED_NAMES.has(foldEntryName(entry.path))) {
      diagnostics.push(reservedName(path.join(dir, entry.from), entry.path))
    }
  }
  return [...diagnostics, ...(await secrets.check(plan.entries))]
}

/** The problems of the archive's writer, with the files that would get these names. */
function checkNames({ entries }: Plan, dir: string): Diagnostic[] {
  const fileOf = (entry: PlanEntry | undefined): { file?: string } =>
    entry === undefined ? {} : { file: path.join(dir, entry.from) }
  const refused = entries.flatMap((entry) =>
    checkEntryNames([entry.path]).map((problem) => Object.assign({}, problem, fileOf(entry))),
  )
  const names = entries.map((entry) => entry.path)
  const collisions = findCollisions(names)
  const colliding = checkEntryNames(names)
    .filter(({ code }) => code === 'ARCHIVE_ENTRY_COLLISION')
    .map((problem, index): Diagnostic => {
      const { first = '', second = '' } = collisions[index] ?? {}
      const other = entries.find((entry) => entry.path === first || entry.path.startsWith(`${first}/`))
      const related = [{ message: 'the other one', ...fileOf(other) }]
      const place = fileOf(entries.findLast((entry) => entry.path === second))
      return Object.assign({}, problem, place, { related })
    })
  return [...refused, ...colliding]
}
