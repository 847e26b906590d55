import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import { checkEntryNames } from '../check-entry-names.ts'
import { compareEntryNames } from '../entry-name.ts'
import { type ArchiveLimits, resolveLimits } from '../limits.ts'
import type {
  ArchiveEntry,
  ArchiveWriter,
  ControlEntry,
  WritableFormat,
  WriteProgress,
  WriteRequest,
  WrittenFile,
} from './archive-writer.ts'
import { checkEntryCount, checkLimits } from './check-limits.ts'
import { createSegmentCache, type SegmentCache } from './segment-cache.ts'
import { writeAside } from './write-aside.ts'
import { nativeWriter } from './write-native.ts'

/** Options of {@link writeArchive}. */
export interface WriteArchiveOptions {
  /** The archive, absolute. Its folder is made where it is missing. */
  readonly file: string
  readonly format: WritableFormat
  /** In any order; they are written in UTF-8 byte order of their names. */
  readonly entries: readonly ArchiveEntry[]
  /** Makes the control files, in their order, from the digests in entry order. @default none */
  readonly control?: (digests: WrittenFile['files']) => readonly ControlEntry[]
  /** @default DEFAULT_LIMITS */
  readonly limits?: Partial<ArchiveLimits>
  /** Stops the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /** @default the native writer; `archiverWriter` of `@plugwright/archive/archiver` is the other one */
  readonly writer?: ArchiveWriter
  /** Where compressed segments are kept for the next archive; `false`: nowhere. @default createSegmentCache() */
  readonly cache?: SegmentCache | false
  /** Called as files are read. @default nobody is told */
  readonly onProgress?: (progress: WriteProgress) => void
}

/** What was written. */
export interface WrittenArchive extends WrittenFile {
  readonly file: string
  /** Warnings: `ARCHIVE_CACHE_IGNORED`. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Writes a reproducible archive: the bytes depend on the entries alone, not on umask, time, time zone, folder, order
 * of discovery, number of cores or what is in the cache. Written beside `file` under a temporary name and renamed; on
 * any failure nothing is left. `sha256` and `md5` are those of the file; the MD5 is for the reports of systems that
 * still ask for it, not for security.
 *
 * Throws {@link PluginError}: `ARCHIVE_ENTRY_NAME`, `ARCHIVE_ENTRY_COLLISION`, `ARCHIVE_LIMIT_EXCEEDED`,
 * `ARCHIVE_FILE_UNREADABLE`, `ARCHIVE_FILE_CHANGED`, `ARCHIVE_NOT_WRITABLE`.
 */
export async function writeArchive(options: WriteArchiveOptions): Promise<WrittenArchive> {
  const { file, format, signal, onProgress, writer = nativeWriter } = options
  signal?.throwIfAborted()
  const limits = resolveLimits(options.limits)
  const entries = options.entries.toSorted((a, b) => compareEntryNames(a.path, b.path))
  // Before anything is read; control files, and what only reading tells, are checked below.
  assertNone([
    ...checkEntryNames(entries.map((entry) => entry.path)),
    ...checkEntryCount(entries.length, limits),
  ])
  const cache = options.cache ?? createSegmentCache()
  const request: Omit<WriteRequest, 'file'> = {
    format,
    entries,
    control(digests) {
      const control = options.control?.(digests) ?? []
      const names = [...control, ...entries].map((entry) => entry.path)
      assertNone([...checkEntryNames(names), ...checkLimits(limits, { files: digests, control })])
      return control
    },
    limits,
    signal,
    cache: cache === false ? undefined : cache,
    onProgress,
  }
  const written = await writeAside(file, (temporary) => writer.write({ ...request, file: temporary }))
  return { file, ...written, diagnostics: cache === false ? [] : cache.diagnostics }
}

function assertNone(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new PluginError(diagnostics)
}
