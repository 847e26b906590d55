import { crc32 } from 'node:zlib'
import { PluginError } from '@plugwright/diagnostics'
import type { ArchiveSource } from './archive-source.ts'
import { checksumMismatch, secondArchive, trailingBytes, truncated } from './diagnostics.ts'
import { MAX_GZIP_HEADER_SIZE, measureGzipHeader } from './gzip-header.ts'
import { createInflation } from './inflation.ts'
import type { ResolvedReadOptions } from './options.ts'

const READ_SIZE = 256 * 1024
/** RFC 1952, 2.3.1: CRC32, and the size modulo 2^32. */
const TRAILER_SIZE = 8

/** Options of {@link gunzip}. */
export interface GunzipOptions extends Pick<ResolvedReadOptions, 'profile' | 'signal'> {
  /** Gets every byte of the file, in order. */
  readonly onRead?: ((chunk: Buffer) => void) | undefined
}

/**
 * Unpacks a file that is exactly one gzip member (RFC 1952). Node's own gunzip goes on with a second member and
 * ignores what else follows, so header and trailer are read here and only the deflate stream is left to zlib.
 *
 * Throws `ARCHIVE_GZIP_STRUCTURE`, `ARCHIVE_FOREIGN`, `ARCHIVE_CORRUPT`, `ARCHIVE_TRUNCATED`,
 * `ARCHIVE_CHECKSUM_MISMATCH`, `ARCHIVE_SECOND_ARCHIVE`, `ARCHIVE_TRAILING_BYTES`.
 */
export async function* gunzip(
  source: ArchiveSource,
  { profile, signal, onRead }: GunzipOptions,
): AsyncGenerator<Buffer, void, void> {
  const headerSize = measureGzipHeader(await source.read(0, MAX_GZIP_HEADER_SIZE), profile)
  let position = 0
  async function* readOn(): AsyncGenerator<Buffer, void, void> {
    while (position < source.sizeInBytes) {
      signal?.throwIfAborted()
      const chunk = await source.read(position, READ_SIZE)
      if (chunk.length === 0) return
      const start = position === 0 ? headerSize : 0
      position += chunk.length
      onRead?.(chunk)
      yield chunk.subarray(start)
    }
  }

  const inflation = createInflation(readOn())
  let crc = 0
  let size = 0
  for await (const chunk of inflation.chunks()) {
    signal?.throwIfAborted()
    crc = crc32(chunk, crc)
    size += chunk.length
    yield chunk
  }
  // zlib stops at the end of the deflate stream; what it did not take starts there.
  await assertTrailer(source, headerSize + inflation.bytesTaken(), { crc, size })
  // The last bytes may not have been asked for yet, and `onRead` wants them.
  for await (const _ of readOn());
}

async function assertTrailer(
  source: ArchiveSource,
  position: number,
  unpacked: { crc: number; size: number },
): Promise<void> {
  const trailer = await source.read(position, TRAILER_SIZE + 2)
  if (trailer.length < TRAILER_SIZE) throw new PluginError([truncated('the gzip trailer is missing')])
  if (trailer.readUInt32LE(0) !== unpacked.crc || trailer.readUInt32LE(4) !== unpacked.size % 2 ** 32) {
    throw new PluginError([checksumMismatch('the gzip stream')])
  }
  if (position + TRAILER_SIZE === source.sizeInBytes) return
  const isGzip = trailer[TRAILER_SIZE] === 0x1f && trailer[TRAILER_SIZE + 1] === 0x8b
  throw new PluginError([isGzip ? secondArchive('gzip member') : trailingBytes('after the end of the gzip')])
}
