import { createHash } from 'node:crypto'
import { writeArchiveFile } from '../archive-file.ts'
import type {
  ArchiveEntry,
  ArchiveWriter,
  ControlEntry,
  WritableFormat,
  WriteRequest,
  WrittenFile,
} from '../archive-writer.ts'
import { unpackedSize } from '../check-limits.ts'
import { createProgress, type Progress } from '../progress.ts'
import type { FileDigest } from '../../file-digest.ts'
import { createArchiveStream, type StreamEntry } from './archive-stream.ts'
import { gzip } from './gzip.ts'
import { hashFile, type HashedFile, readVerified } from './read-twice.ts'

/**
 * A writer on archiver 8: entries, modes, bytes and order as with the native writer, and for tar.gz the same tar inside.
 * Zip files have data descriptors instead of sizes in local headers. Each file is read twice, first for its digest
 * (control files come first and hold them), then for the archive, and both readings must agree; one thread compresses.
 */
export const archiverWriter: ArchiveWriter = { name: 'archiver', write }

interface HashedEntry {
  readonly entry: ArchiveEntry
  readonly hashed: HashedFile | Uint8Array
  readonly digest: FileDigest
}

async function write(request: WriteRequest): Promise<WrittenFile> {
  const { file, format, entries, limits, signal } = request
  const hashed: HashedEntry[] = []
  for (const entry of entries) hashed.push(await hashEntry(entry, signal))
  const files = hashed.map(({ digest }) => digest)
  const control = request.control(files)
  const progress = createProgress(request)
  const streamEntries = [
    ...control.map(toControlEntry),
    ...hashed.map((one) => toStreamEntry(one, { signal, progress })),
  ]
  const written = await writeArchiveFile(file, toBytes(format, streamEntries), {
    limits,
    unpacked: unpackedSize({ files, control }),
    signal,
  })
  return { ...written, files }
}

/** Begins when it is read: an error before anybody listened would end the process. */
async function* toBytes(
  format: WritableFormat,
  entries: readonly StreamEntry[],
): AsyncGenerator<Uint8Array, void> {
  const stream = createArchiveStream(format, entries)
  if (format === 'zip') for await (const chunk of stream) yield chunk as Buffer
  else yield* gzip(stream)
}

async function hashEntry(entry: ArchiveEntry, signal: AbortSignal | undefined): Promise<HashedEntry> {
  const { path, source, executable } = entry
  const hashed = typeof source === 'string' ? await hashFile(source, signal) : source
  const { size, sha256 } =
    hashed instanceof Uint8Array ? { size: hashed.length, sha256: sha256Of(hashed) } : hashed
  return { entry, hashed, digest: { path, size, sha256, mode: executable ? '0755' : '0644' } }
}

function toControlEntry({ path, bytes }: ControlEntry): StreamEntry {
  return { path, mode: '0644', content: bytes }
}

interface ReadOptions {
  readonly signal: AbortSignal | undefined
  readonly progress: Progress | undefined
}

function toStreamEntry(
  { entry, hashed, digest }: HashedEntry,
  { signal, progress }: ReadOptions,
): StreamEntry {
  const { path, mode } = digest
  if (hashed instanceof Uint8Array) return { path, mode, content: hashed }
  const file = String(entry.source)
  async function* read(): AsyncGenerator<Buffer, void> {
    for await (const chunk of readVerified(file, hashed as HashedFile, signal)) {
      progress?.addBytes(chunk.length)
      yield chunk
    }
    progress?.addFile()
  }
  return { path, mode, content: { stats: hashed.stats, read } }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
