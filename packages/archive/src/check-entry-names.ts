import type { Diagnostic } from '@plugwright/diagnostics'
import { entryCollision, entryName } from './diagnostics.ts'
import { findCollisions } from './entry-collisions.ts'
import { checkEntryName } from './entry-name.ts'

/**
 * Checks all names of one archive, each by {@link checkEntryName} and against the others by {@link findCollisions}.
 * Returns `ARCHIVE_ENTRY_NAME` and `ARCHIVE_ENTRY_COLLISION`.
 */
export function checkEntryNames(names: readonly string[]): Diagnostic[] {
  const diagnostics: Diagnostic[] = []
  for (const name of names) {
    const problem = checkEntryName(name)
    if (problem !== undefined) diagnostics.push(entryName(name, problem))
  }
  for (const collision of findCollisions(names)) diagnostics.push(entryCollision(collision))
  return diagnostics
}
