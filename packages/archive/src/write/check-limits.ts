import type { Diagnostic } from '@plugwright/diagnostics'
import { limitExceeded } from '../diagnostics.ts'
import type { ArchiveLimits } from '../limits.ts'

/** What is known of an archive before it is written. */
export interface ArchiveExtent {
  readonly entries: number
  /** Bytes of all entries. */
  readonly unpacked: number
  readonly controlEntries: readonly { readonly path: string; readonly bytes: Uint8Array }[]
}

/** Checks the limits that do not depend on compression. Returns `ARCHIVE_LIMIT_EXCEEDED`. */
export function checkLimits(limits: ArchiveLimits, extent: ArchiveExtent): Diagnostic[] {
  const measured: [what: string, found: number, limit: number][] = [
    ['The number of entries', extent.entries, limits.entries],
    ['The unpacked size in bytes', extent.unpacked, limits.unpackedSizeInBytes],
  ]
  for (const { path, bytes } of extent.controlEntries) {
    measured.push([`The size of ${path} in bytes`, bytes.length, limits.controlSizeInBytes])
  }
  return measured
    .filter(([, found, limit]) => found > limit)
    .map(([what, found, limit]) => limitExceeded(what, { found, limit }))
}
