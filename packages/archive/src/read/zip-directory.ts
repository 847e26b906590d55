import { PluginError } from '@plugwright/diagnostics'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader } from 'yauzl'
import { limitExceeded } from '../diagnostics.ts'
import { toCentralHeader, toEndRecords } from '../write/zip-records.ts'
import type { ArchiveSource } from './archive-source.ts'
import { foreignArchive, zipEncrypted, zipStructure } from './diagnostics.ts'
import type { ResolvedReadOptions } from './options.ts'
import { MAX_END_SIZE, readZipEnd } from './zip-end.ts'
import { toWrittenEntry, toZipRecord, type ZipRecord } from './zip-record.ts'

/** The directory of a zip. */
export interface ZipDirectory {
  /** In the order of their bytes in the file. */
  readonly records: readonly ZipRecord[]
  /** Where the bytes of the last entry end. */
  readonly start: number
  /** From there to the end of the file. */
  readonly bytes: Buffer
}

/** Names, extra fields and comments of 50,000 entries are far below. */
const MAX_DIRECTORY_SIZE = 64 * 1024 * 1024
const RECORD_SIZE = 46

/**
 * Reads the directory of a zip with yauzl, which sees only its bytes, and checks what yauzl does not: that it is
 * used up, and each record by {@link toZipRecord}.
 *
 * Throws `ARCHIVE_LIMIT_EXCEEDED`, `ARCHIVE_ZIP_STRUCTURE`, `ARCHIVE_ZIP_ENCRYPTED`, and the codes of {@link readZipEnd}
 * and {@link toZipRecord}.
 */
export async function readZipDirectory(
  source: ArchiveSource,
  { profile, limits, signal }: ResolvedReadOptions,
): Promise<ZipDirectory> {
  const { entryCount, directoryStart, directoryEnd } = await readZipEnd(source, profile)
  assertLimit('The number of entries', entryCount, limits.entries)
  assertLimit('The size of the zip directory in bytes', directoryEnd - directoryStart, MAX_DIRECTORY_SIZE)
  // yauzl looks for the end record, too, and reads all that could be its comment.
  const tailStart = Math.min(directoryStart, Math.max(0, source.sizeInBytes - MAX_END_SIZE))
  const tail = await source.read(tailStart, source.sizeInBytes - tailStart)
  const records: ZipRecord[] = []
  let used = directoryStart
  for await (const entry of readEntries(new TailReader(tail, tailStart), source.sizeInBytes)) {
    signal?.throwIfAborted()
    used += RECORD_SIZE + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength
    records.push(toZipRecord(entry, profile))
  }
  if (used !== directoryEnd) fail('the directory has more bytes than entries')
  return {
    records: records.toSorted((a, b) => a.offset - b.offset),
    start: directoryStart,
    bytes: tail.subarray(directoryStart - tailStart),
  }
}

async function* readEntries(reader: TailReader, size: number): AsyncGenerator<Entry, void, void> {
  try {
    // Names are decoded by us: without a flag yauzl takes them for CP437, and it trusts the unicode path field.
    const zip = await fromRandomAccessReaderPromise(reader, size, { decodeStrings: false, autoClose: false })
    yield* zip.eachEntry()
  } catch (error) {
    // Ours pass, and so does a bug; yauzl throws plain errors.
    if (!(error instanceof Error) || error.constructor !== Error) throw error
    const diagnostic = error.message.includes('encryption') ? zipEncrypted() : zipStructure(error.message)
    throw new PluginError([diagnostic], { cause: error })
  }
}

/** The end of a file, in memory: what was checked is what is parsed, and 50,000 records need no 100,000 reads. */
class TailReader extends RandomAccessReader {
  readonly #tail: Buffer
  readonly #start: number

  constructor(tail: Buffer, start: number) {
    super()
    this.#tail = tail
    this.#start = start
  }

  // The signature is yauzl's.
  // oxlint-disable-next-line max-params
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const from = position - this.#start
    const isInside = from >= 0 && from + length <= this.#tail.length
    if (isInside) this.#tail.copy(buffer, offset, from, from + length)
    queueMicrotask(() => callback(isInside ? null : new Error('a record lies outside of the directory')))
  }
}

/**
 * Whatever the rules let pass: there is one way to write a directory, and this is it. Last of all, because the rules say what
 * is wrong. Throws `ARCHIVE_FOREIGN`.
 */
export function assertOwnDirectory({ records, start, bytes }: ZipDirectory): void {
  const directory = Buffer.concat(records.map((record) => toCentralHeader(toWrittenEntry(record))))
  const end = toEndRecords({ entries: records.length, size: directory.length, offset: start })
  if (bytes.equals(Buffer.concat([directory, end]))) return
  throw new PluginError([foreignArchive('the directory of the zip is not the one we write')])
}

function assertLimit(what: string, found: number, limit: number): void {
  if (found > limit) throw new PluginError([limitExceeded(what, { found, limit })])
}

function fail(what: string): never {
  throw new PluginError([zipStructure(what)])
}
