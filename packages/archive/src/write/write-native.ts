import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FileDigest } from '../file-digest.ts'
import { writeArchiveFile } from './archive-file.ts'
import type {
  ArchiveEntry,
  ArchiveWriter,
  ControlEntry,
  WritableFormat,
  WriteRequest,
  WrittenFile,
} from './archive-writer.ts'
import { unpackedSize } from './check-limits.ts'
import { createSegmentCompressor, type SegmentCompressor } from './compress-segment.ts'
import { cutSegments } from './cut-segments.ts'
import type { CompressedRange, Layout } from './layout.ts'
import { assertUnchanged, type OpenSource } from './open-source.ts'
import { createProgress } from './progress.ts'
import { createRooms, type Rooms, type Segment } from './segment.ts'
import { createSpool } from './spool.ts'
import { tarGzLayout } from './tar-gz.ts'
import { zipLayout } from './zip.ts'

/**
 * The writer of Plugwright: reads every file once, compresses on all threads of libuv's pool, takes what it has
 * compressed before from the cache, and gives the same bytes with and without it.
 */
export const nativeWriter: ArchiveWriter = { name: 'native', write: writeNative }

/** Bytes read and not yet compressed; bounds memory, and is enough for sixteen threads. */
const MAX_IN_FLIGHT = 8 * 1024 * 1024
/** Compressed bytes that wait in memory until the control files are known. */
const SPOOL_MEMORY = 64 * 1024 * 1024

async function writeNative(request: WriteRequest): Promise<WrittenFile> {
  const { file, format, entries, control, limits, signal, cache } = request
  const layout = LAYOUTS[format]
  const spool = createSpool({ file: `${file}.spool`, memoryInBytes: SPOOL_MEMORY })
  try {
    const files: FileDigest[] = []
    const opened: OpenSource['stats'][] = []
    const progress = createProgress(request)
    const rooms = createRooms()
    const segments = cutSegments(entries, {
      layout,
      rooms,
      maxBytes: limits.unpackedSizeInBytes,
      onFile(digest, stats) {
        files.push(digest)
        opened.push(stats)
        progress?.addFile()
      },
    })
    const compress = createSegmentCompressor({ layout, cache })
    const ranges: CompressedRange[] = []
    for await (const segment of compressInOrder(segments, { compress, rooms, signal })) {
      for (const { bytes, ...range } of segment.ranges) {
        ranges.push(range)
        await spool.add(bytes)
      }
      progress?.addBytes(segment.contentSize)
    }

    const controlEntries = control(files)
    signal?.throwIfAborted()
    // Last of all, so that what is packed is what all files were at one moment.
    for (const [index, { source }] of entries.entries()) {
      const stats = opened[index]
      if (typeof source === 'string' && stats !== undefined) assertUnchanged(source, stats)
    }
    const first = await compressControl(controlEntries, layout)
    let position = 0
    const next = async (): Promise<Uint8Array> => first[position++]?.bytes ?? spool.next()
    const unpacked = unpackedSize({ files, control: controlEntries })
    const framed = layout.frame([...first, ...ranges], next)
    const written = await writeArchiveFile(file, framed, { limits, unpacked, signal })
    return { ...written, files }
  } finally {
    await spool.close()
  }
}

const LAYOUTS: Readonly<Record<WritableFormat, Layout>> = { 'tar.gz': tarGzLayout, zip: zipLayout }

/** A range with its bytes. */
type Compressed = CompressedRange & { readonly bytes: Buffer }

interface CompressedSegment {
  readonly ranges: readonly Compressed[]
  /** Bytes of files in it, before compression. */
  readonly contentSize: number
}

interface CompressOptions {
  readonly compress: SegmentCompressor
  readonly rooms: Rooms
  readonly signal: AbortSignal | undefined
}

/**
 * Reads ahead while the pool compresses, and gives the results in the order of the segments, so that nothing depends on
 * which thread is done first.
 */
async function* compressInOrder(
  segments: Iterable<Segment>,
  { compress, rooms, signal }: CompressOptions,
): AsyncGenerator<CompressedSegment, void> {
  const inFlight: { readonly size: number; readonly result: Promise<CompressedSegment> }[] = []
  let size = 0
  for (const segment of segments) {
    signal?.throwIfAborted()
    const result = compressSegment(segment, compress).finally(() => rooms.give(segment.room))
    // A failure is thrown where it is awaited; until then it must not count as unhandled.
    result.catch(() => undefined)
    inFlight.push({ size: segment.room.length, result })
    size += segment.room.length
    while (size > MAX_IN_FLIGHT) {
      const oldest = inFlight.shift()
      if (oldest === undefined) break
      yield await oldest.result
      size -= oldest.size
    }
    // Reading is synchronous: without this neither a signal nor a finished job would be noticed.
    await nextTurn()
  }
  for (const { result } of inFlight) yield await result
}

async function compressSegment(segment: Segment, compress: SegmentCompressor): Promise<CompressedSegment> {
  const { parts } = segment
  const results = await compress(segment)
  // As many results as parts, or one for all of them: then the first part stands for them.
  const ranges = results.flatMap(({ bytes, crc, size }, index) => {
    const part = parts[index]
    if (part === undefined) return []
    const { member, isLast } = part
    return [{ member, isLast, crc, size, compressedSize: bytes.length, bytes }]
  })
  return { ranges, contentSize: parts.reduce((sum, { content }) => sum + content.length, 0) }
}

/** Not through the cache: a manifest is new whenever anything is. */
async function compressControl(entries: readonly ControlEntry[], layout: Layout): Promise<Compressed[]> {
  const archiveEntries = entries.map(({ path, bytes }): ArchiveEntry => ({
    path,
    source: bytes,
    executable: false,
  }))
  const rooms = createRooms()
  const segments = cutSegments(archiveEntries, { layout, rooms, maxBytes: Infinity, onFile: () => undefined })
  const compress = createSegmentCompressor({ layout, cache: undefined })
  const compressed: Compressed[] = []
  const options = { compress, rooms, signal: undefined }
  for await (const { ranges } of compressInOrder(segments, options)) compressed.push(...ranges)
  return compressed
}
