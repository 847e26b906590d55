import type { ArchiveSource } from './archive-source.ts'
import type { ArchiveFormat } from './detect-format.ts'
import type { ArchiveMember } from './entry-gate.ts'
import type { ResolvedReadOptions } from './options.ts'
import { readEntries } from './read-entries.ts'

/** What an archive holds. */
export interface ArchiveListing {
  readonly format: ArchiveFormat
  /** In the order of the archive. Modes are 0644 or 0755, in the profile `foreign` by the bit of the owner. */
  readonly entries: readonly ArchiveMember[]
}

/** Lists an open archive. */
export async function listEntries(
  source: ArchiveSource,
  options: ResolvedReadOptions,
): Promise<ArchiveListing> {
  const entries: ArchiveMember[] = []
  const visitor = {
    enter(entry: ArchiveMember): undefined {
      entries.push(entry)
    },
  }
  await readEntries(source, visitor, options)
  return { format: source.format, entries }
}
