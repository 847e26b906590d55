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
import { createSegmentCompressor } from './compress-segment.ts'
import { type CompressedStream, createCompressedStream } from './compressed-stream.ts'
import { cutSegments } from './cut-segments.ts'
import type { CompressedRange, Layout } from './layout.ts'
import { assertUnchanged, type OpenSource } from './open-source.ts'
import { createProgress } from './progress.ts'
import { createRooms } from './segment.ts'
import { createSpool, type Spool } from './spool.ts'
import { tarGzLayout } from './tar-gz.ts'
import { zipLayout } from './zip.ts'

/**
 * The writer of Plugwright: reads every file once, compresses on all threads of libuv's pool, takes what it has
 * compressed before from the cache, and gives the same bytes with and without it.
 */
export const nativeWriter: ArchiveWriter = { name: 'native', write: writeNative }

const LAYOUTS: Readonly<Record<WritableFormat, Layout>> = { 'tar.gz': tarGzLayout, zip: zipLayout }

/** Compressed bytes that wait in memory until the control files are known. */
const SPOOL_MEMORY = 64 * 1024 * 1024

async function writeNative(request: WriteRequest): Promise<WrittenFile> {
  const { file, format, control, limits, signal } = request
  const layout = LAYOUTS[format]
  const spool = createSpool({ file: `${file}.spool`, memoryInBytes: SPOOL_MEMORY })
  try {
    const { files, stream, assertFilesUnchanged } = await readEntries(request, { layout, spool })
    const controlEntries = control(files)
    signal?.throwIfAborted()
    // After all else that takes time, so that what is packed is what all files were at one moment.
    assertFilesUnchanged()
    const ranges = concat([await readControl(controlEntries, layout), stream])
    const written = await writeArchiveFile(file, layout.frame(ranges), {
      limits,
      unpacked: unpackedSize({ files, control: controlEntries }),
      signal,
    })
    return { ...written, files }
  } finally {
    await spool.close()
  }
}

interface ReadEntries {
  readonly files: readonly FileDigest[]
  readonly stream: CompressedStream
  readonly assertFilesUnchanged: () => void
}

interface Destination {
  readonly layout: Layout
  readonly spool: Spool
}

async function readEntries(request: WriteRequest, { layout, spool }: Destination): Promise<ReadEntries> {
  const { entries, limits, signal, cache } = request
  const files: FileDigest[] = []
  const opened: OpenSource['stats'][] = []
  const progress = createProgress(request)
  const rooms = createRooms()
  const compress = createSegmentCompressor({ layout, cache })
  const stream = createCompressedStream({
    compress,
    rooms,
    spool,
    signal,
    onCompressed: (bytes) => progress?.addBytes(bytes),
  })
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
  await stream.readAll(segments)
  const assertFilesUnchanged = (): void => {
    for (const [index, { source }] of entries.entries()) {
      const stats = opened[index]
      if (typeof source === 'string' && stats !== undefined) assertUnchanged(source, stats)
    }
  }
  return { files, stream, assertFilesUnchanged }
}

/** Not through the cache: a manifest is new whenever anything is. */
async function readControl(control: readonly ControlEntry[], layout: Layout): Promise<CompressedStream> {
  const entries = control.map(({ path, bytes }): ArchiveEntry => ({ path, source: bytes, executable: false }))
  const rooms = createRooms()
  const stream = createCompressedStream({
    compress: createSegmentCompressor({ layout, cache: undefined }),
    rooms,
    spool: createSpool({ file: '', memoryInBytes: Infinity }),
    signal: undefined,
  })
  await stream.readAll(cutSegments(entries, { layout, rooms, maxBytes: Infinity, onFile: () => undefined }))
  return stream
}

async function* concat(streams: readonly CompressedStream[]): AsyncGenerator<CompressedRange, void> {
  for (const stream of streams) yield* stream.ranges()
}
