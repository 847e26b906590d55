import path from 'node:path'
import { checkEntryNames, findCollisions } from '@plugwright/archive'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { PlanEntry } from './target.ts'

/** `ARCHIVE_ENTRY_NAME` and `ARCHIVE_ENTRY_COLLISION` as the writer would find them, with the files that would get these names. */
export function checkNames(entries: readonly PlanEntry[], dir: string): Diagnostic[] {
  const fileOf = (entry: PlanEntry | undefined): { file?: string } =>
    entry === undefined ? {} : { file: path.join(dir, entry.from) }
  const diagnostics: Diagnostic[] = []
  for (const entry of entries) {
    for (const problem of checkEntryNames([entry.path])) diagnostics.push({ ...problem, ...fileOf(entry) })
  }
  const names = entries.map((entry) => entry.path)
  const collisions = findCollisions(names)
  // One for each collision, in their order.
  const problems = checkEntryNames(names).filter(({ code }) => code === 'ARCHIVE_ENTRY_COLLISION')
  for (const [index, problem] of problems.entries()) {
    const { first, second } = collisions[index] ?? {}
    const other = entries.find((entry) => entry.path === first || entry.path.startsWith(`${first}/`))
    const related = [{ message: 'the other one', ...fileOf(other) }]
    const file = fileOf(entries.findLast((entry) => entry.path === second))
    diagnostics.push({ ...problem, ...file, related })
  }
  return diagnostics
}
