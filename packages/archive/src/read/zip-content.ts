import { crc32, inflateRawSync } from 'node:zlib'
import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import { checksumMismatch, entrySize } from './diagnostics.ts'
import type { ContentSink } from './entry-visitor.ts'
import { createInflation, toPluginError } from './inflation.ts'
import type { FileWindow } from './file-window.ts'
import type { ZipRecord } from './zip-record.ts'

/** Up to here a file is unpacked in one call: a stream costs more than the work. */
const MAX_WHOLE_SIZE = 256 * 1024
const READ_SIZE = 256 * 1024

/** Where the content of an entry lies, and who wants it. */
export interface ZipContent {
  readonly record: ZipRecord
  /** From the start of the file. */
  readonly start: number
  readonly window: FileWindow
  readonly sink: ContentSink | undefined
  readonly signal: AbortSignal | undefined
}

/**
 * Unpacks the content of one entry, which must have the size and the checksum of its record and use up its bytes.
 *
 * Throws `ARCHIVE_ENTRY_SIZE`, `ARCHIVE_CHECKSUM_MISMATCH`, `ARCHIVE_CORRUPT`, `ARCHIVE_TRUNCATED`.
 */
export async function readZipContent(content: ZipContent): Promise<void> {
  const { record, sink } = content
  const { name, size } = record.entry
  let crc = 0
  let unpacked = 0
  for await (const chunk of unpack(content)) {
    unpacked += chunk.length
    // Before the sink sees it: a file never gets more than its size.
    if (unpacked > size) refuse(entrySize(name, `it has more than ${size} bytes`))
    crc = crc32(chunk, crc)
    sink?.write(chunk)
  }
  if (unpacked < size) refuse(entrySize(name, `it has ${unpacked} bytes, not ${size}`))
  if (crc !== record.crc) refuse(checksumMismatch(JSON.stringify(name)))
  sink?.end()
}

function unpack(content: ZipContent): AsyncIterable<Buffer> | Iterable<Buffer> {
  const { record } = content
  if (record.method === 0) return readStored(content)
  const isSmall = record.compressedSize <= MAX_WHOLE_SIZE && record.entry.size <= MAX_WHOLE_SIZE
  return isSmall ? inflateWhole(content) : inflateStream(content)
}

async function* readStored({
  record,
  start,
  window,
  signal,
}: ZipContent): AsyncGenerator<Buffer, void, void> {
  const end = start + record.compressedSize
  for (let position = start; position < end; position += READ_SIZE) {
    signal?.throwIfAborted()
    yield await window.read(position, Math.min(READ_SIZE, end - position))
  }
}

async function* inflateWhole({ record, start, window }: ZipContent): AsyncGenerator<Buffer, void, void> {
  const compressed = await window.read(start, record.compressedSize)
  const { buffer, bytesTaken } = inflateAtMost(compressed, record.entry)
  assertUsedUp(record, bytesTaken)
  if (buffer.length > 0) yield buffer
}

function inflateAtMost(
  compressed: Buffer,
  { name, size }: ZipRecord['entry'],
): { buffer: Buffer; bytesTaken: number } {
  try {
    // `info` gives the engine, which knows where the deflate stream ended; the types of Node do not have it.
    const result: unknown = inflateRawSync(compressed, { info: true, maxOutputLength: Math.max(size, 1) })
    const { buffer, engine } = result as { buffer: Buffer; engine: { bytesWritten: number } }
    return { buffer, bytesTaken: engine.bytesWritten }
  } catch (error) {
    if (error instanceof RangeError) refuse(entrySize(name, `it has more than ${size} bytes`))
    throw toPluginError(error)
  }
}

async function* inflateStream(content: ZipContent): AsyncGenerator<Buffer, void, void> {
  const inflation = createInflation(readStored(content))
  yield* inflation.chunks()
  assertUsedUp(content.record, inflation.bytesTaken())
}

/** Bytes after the end of the deflate stream belong to nothing. */
function assertUsedUp({ entry, compressedSize }: ZipRecord, bytesTaken: number): void {
  if (bytesTaken === compressedSize) return
  refuse(entrySize(entry.name, `${bytesTaken} of its ${compressedSize} compressed bytes are used`))
}

function refuse(diagnostic: Diagnostic): never {
  throw new PluginError([diagnostic])
}
