import path from 'node:path'
import { checkEntryNames, foldEntryName } from '@plugwright/archive'
import type { Diagnostic } from '@plugwright/diagnostics'
import { privateKey, reservedName } from './diagnostics.ts'
import { holdsPrivateKey } from './private-key.ts'
import type { Plan } from './target.ts'

/** Names at the top of an archive that packing itself, now or later, gives a meaning. */
const RESERVED_NAMES: ReadonlySet<string> = new Set([
  'manifest.json',
  'signature.json',
  'signature',
  'sbom.cdx.json',
])

/** What is refused whatever the target: bad and reserved names, private keys. */
export async function checkPlan(plan: Plan, dir: string): Promise<Diagnostic[]> {
  const diagnostics = [...plan.diagnostics, ...checkEntryNames(plan.entries.map((entry) => entry.path))]
  for (const entry of plan.entries) {
    const file = path.join(dir, entry.from)
    const isOwn = entry.bytes === undefined
    if (isOwn && RESERVED_NAMES.has(foldEntryName(entry.path)))
      diagnostics.push(reservedName(file, entry.path))
    if (await holdsPrivateKey(file)) diagnostics.push(privateKey(file, entry.path))
  }
  return diagnostics
}
