import type { FileDigest } from '../file-digest.ts'
import type { ArchiveLimits } from '../limits.ts'
import type { SegmentCache } from './segment-cache.ts'

/** The formats that can be written. */
export type WritableFormat = 'tar.gz' | 'zip'

/** A file to be packed. */
export interface ArchiveEntry {
  /** The name in the archive; {@link checkEntryName} must accept it. */
  readonly path: string
  /** An absolute file name (links are followed), or the bytes. */
  readonly source: string | Uint8Array
  /** Mode 0755 instead of 0644. */
  readonly executable: boolean
}

/** A file made from the digests of the others: a manifest. Goes before them, with mode 0644. */
export interface ControlEntry {
  readonly path: string
  readonly bytes: Uint8Array
}

/** How far a writer is, control files not counted. */
export interface WriteProgress {
  readonly bytes: number
  readonly totalBytes: number
  readonly files: number
  readonly totalFiles: number
}

/** What {@link writeArchive} asks of a writer. */
export interface WriteRequest {
  /** The file to make; it does not exist, and is removed by the caller where the writer fails. */
  readonly file: string
  readonly format: WritableFormat
  /** In the order of the archive, with names that are checked. */
  readonly entries: readonly ArchiveEntry[]
  /** Makes the control files from the digests of all entries; checks names and limits. */
  readonly control: (digests: readonly FileDigest[]) => readonly ControlEntry[]
  readonly limits: ArchiveLimits
  readonly signal: AbortSignal | undefined
  /** Writers without a use for it leave it alone. */
  readonly cache: SegmentCache | undefined
  readonly onProgress: ((progress: WriteProgress) => void) | undefined
}

/** What a writer tells of the file it made. */
export interface WrittenFile {
  readonly sizeInBytes: number
  /** Bare lowercase hex. */
  readonly sha256: string
  /** Bare lowercase hex. */
  readonly md5: string
  /** In entry order, without the control files. */
  readonly files: readonly FileDigest[]
}

/**
 * Makes archives. All writers give the same entries with the same modes and bytes in the same order; the bytes of the
 * archive may differ.
 */
export interface ArchiveWriter {
  /** For messages and reports: `native`, `archiver`. */
  readonly name: string
  write(request: WriteRequest): Promise<WrittenFile>
}
