import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import { checkEntryNames } from '../check-entry-names.ts'
import { checkLimits } from './check-limits.ts'
import { limitExceeded } from '../diagnostics.ts'
import { compareEntryNames } from '../entry-name.ts'
import { type FileDigest, hashFile, type HashedFile, readVerified } from '../file-digest.ts'
import { gzip } from './archiver/gzip.ts'
import { type ArchiveLimits, resolveLimits } from '../limits.ts'
import { createTar, type TarEntry } from './archiver/tar.ts'
import { writeAside } from './write-aside.ts'

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

/** Options of {@link writeArchive}. */
export interface WriteArchiveOptions {
  /** The archive, absolute. Its folder is made where it is missing. */
  readonly file: string
  readonly format: 'tar.gz'
  /** In any order; they are written in UTF-8 byte order of their names. */
  readonly entries: readonly ArchiveEntry[]
  /** Makes the control files, in their order, from the digests in entry order. @default none */
  readonly control?: (digests: readonly FileDigest[]) => readonly ControlEntry[]
  /** @default DEFAULT_LIMITS */
  readonly limits?: Partial<ArchiveLimits>
  /** Stops the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** What was written. */
export interface WrittenArchive {
  readonly file: string
  readonly sizeInBytes: number
  /** Of the archive file; bare lowercase hex. */
  readonly sha256: string
  /** Of the archive file; bare lowercase hex. For the report of systems that still ask for it, not for security. */
  readonly md5: string
  /** In entry order, without the control files. */
  readonly files: readonly FileDigest[]
}

interface HashedEntry {
  readonly entry: ArchiveEntry
  readonly hashed: HashedFile | Uint8Array
  readonly digest: FileDigest
}

/**
 * Writes a reproducible archive: the bytes depend on the entries alone, not on umask, time, time zone, folder or
 * order of discovery. Each file is read twice, first for its digest (control files come first and hold them), then
 * for the archive, and both readings must agree. Written beside `file` under a temporary name and renamed; on
 * any failure nothing is left.
 *
 * Throws {@link PluginError}: `ARCHIVE_ENTRY_NAME`, `ARCHIVE_ENTRY_COLLISION`, `ARCHIVE_LIMIT_EXCEEDED`,
 * `ARCHIVE_FILE_UNREADABLE`, `ARCHIVE_FILE_CHANGED`, `ARCHIVE_NOT_WRITABLE`.
 */
export async function writeArchive(options: WriteArchiveOptions): Promise<WrittenArchive> {
  const { entries, control = () => [], signal } = options
  const limits = resolveLimits(options.limits)
  const hashed = await hashEntries(entries, signal)
  const files = hashed.map(({ digest }) => digest)
  const controlEntries = control(files)
  const sizes = [...controlEntries.map(({ bytes }) => bytes.length), ...files.map(({ size }) => size)]
  const unpacked = sizes.reduce((sum, size) => sum + size, 0)
  assertNone([
    ...checkEntryNames([...controlEntries, ...entries].map((entry) => entry.path)),
    ...checkLimits(limits, { entries: sizes.length, unpacked, controlEntries }),
  ])

  const tarEntries = [
    ...controlEntries.map(toControlTarEntry),
    ...hashed.map((one) => toTarEntry(one, signal)),
  ]
  const written = await writeAside(options.file, (temporary) =>
    writeTarGz(temporary, { entries: tarEntries, limits, unpacked, signal }),
  )
  return { file: options.file, ...written, files }
}

async function hashEntries(entries: readonly ArchiveEntry[], signal?: AbortSignal): Promise<HashedEntry[]> {
  const hashedEntries: HashedEntry[] = []
  for (const entry of entries.toSorted((a, b) => compareEntryNames(a.path, b.path))) {
    const { path: name, source, executable } = entry
    const hashed = typeof source === 'string' ? await hashFile(source, signal) : source
    const { size, sha256 } =
      hashed instanceof Uint8Array ? { size: hashed.length, sha256: sha256Of(hashed) } : hashed
    hashedEntries.push({
      entry,
      hashed,
      digest: { path: name, size, sha256, mode: executable ? '0755' : '0644' },
    })
  }
  return hashedEntries
}

function toControlTarEntry({ path: name, bytes }: ControlEntry): TarEntry {
  return { path: name, mode: '0644', content: bytes }
}

function toTarEntry({ entry, hashed, digest }: HashedEntry, signal?: AbortSignal): TarEntry {
  const { path: name, mode } = digest
  if (hashed instanceof Uint8Array) return { path: name, mode, content: hashed }
  const file = String(entry.source)
  return {
    path: name,
    mode,
    content: { stats: hashed.stats, read: () => readVerified(file, hashed, signal) },
  }
}

interface TarGzOptions {
  readonly entries: readonly TarEntry[]
  readonly limits: ArchiveLimits
  /** Bytes of all entries, for the ratio. */
  readonly unpacked: number
  readonly signal: AbortSignal | undefined
}

async function writeTarGz(
  file: string,
  { entries, limits, unpacked, signal }: TarGzOptions,
): Promise<{ sizeInBytes: number; sha256: string; md5: string }> {
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  let sizeInBytes = 0
  const output = await open(file, 'wx')
  try {
    for await (const chunk of gzip(createTar(entries))) {
      signal?.throwIfAborted()
      sizeInBytes += chunk.length
      if (sizeInBytes > limits.archiveSizeInBytes) {
        const found = { found: sizeInBytes, limit: limits.archiveSizeInBytes }
        throw new PluginError([limitExceeded('The size of the archive in bytes', found)])
      }
      sha256.update(chunk)
      md5.update(chunk)
      await output.appendFile(chunk)
    }
  } finally {
    await output.close()
  }
  const ratio = { found: unpacked / sizeInBytes, limit: limits.ratio }
  if (unpacked > limits.ratioFreeSizeInBytes && ratio.found > ratio.limit) {
    throw new PluginError([limitExceeded('The ratio of unpacked to packed size', ratio)])
  }
  return { sizeInBytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') }
}

function assertNone(diagnostics: readonly Diagnostic[]): void {
  if (diagnostics.length > 0) throw new PluginError(diagnostics)
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
