import type { Diagnostic } from '@plugwright/diagnostics'
import { limitExceeded } from '../diagnostics.ts'
import type { FileDigest } from '../file-digest.ts'
import type { ArchiveLimits } from '../limits.ts'
import type { ControlEntry } from './archive-writer.ts'

/** What will be in an archive. */
export interface ArchiveContents {
  readonly files: readonly FileDigest[]
  readonly control: readonly ControlEntry[]
}

/** Checks the limits that do not depend on compression. Returns `ARCHIVE_LIMIT_EXCEEDED`. */
export function checkLimits(limits: ArchiveLimits, contents: ArchiveContents): Diagnostic[] {
  const { files, control } = contents
  const measured: [what: string, found: number, limit: number][] = [
    ['The unpacked size in bytes', unpackedSize(contents), limits.unpackedSizeInBytes],
  ]
  for (const { path, bytes } of control) {
    measured.push([`The size of ${path} in bytes`, bytes.length, limits.controlSizeInBytes])
  }
  const exceeded = measured
    .filter(([, found, limit]) => found > limit)
    .map(([what, found, limit]) => limitExceeded(what, { found, limit }))
  return [...checkEntryCount(files.length + control.length, limits), ...exceeded]
}

/** Checks the number of entries alone. Returns `ARCHIVE_LIMIT_EXCEEDED`. */
export function checkEntryCount(found: number, { entries: limit }: ArchiveLimits): Diagnostic[] {
  return found > limit ? [limitExceeded('The number of entries', { found, limit })] : []
}

/** Bytes of all entries together. */
export function unpackedSize({ files, control }: ArchiveContents): number {
  const sizes = [...control.map(({ bytes }) => bytes.length), ...files.map(({ size }) => size)]
  return sizes.reduce((sum, size) => sum + size, 0)
}
