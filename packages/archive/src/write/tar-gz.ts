import { crc32 } from 'node:zlib'
import { crc32Combine } from './crc32-combine.ts'
import { deflateFinalSync } from './deflate.ts'
import { GZIP_HEADER, toGzipTrailer } from './gzip-member.ts'
import type { Layout } from './layout.ts'
import { TAR_BLOCK, tarPadding, toTarHeader } from './tar-header.ts'

/**
 * A tar file in one gzip member (RFC 1952): one deflate stream whose blocks come from the segments. Each segment ends on a
 * byte boundary, and none refers to the bytes of another but within one large file, so they can be compressed in any
 * order, or be there already.
 */
export const tarGzLayout: Layout = {
  name: 'tar.gz',
  header: toTarHeader,
  padding: tarPadding,
  // Only a stretch within a file has a primer, and that is alone.
  toJobs: ({ parts, bytes }) => [
    { bytes, primer: parts[0]?.primer ?? bytes.subarray(0, 0), ending: 'flush' },
  ],
  async *frame(ranges) {
    let crc = 0
    let size = 0
    yield GZIP_HEADER
    for await (const range of ranges) {
      crc = crc32Combine(crc, range.crc, range.size)
      size += range.size
      yield await range.read()
    }
    yield deflateFinalSync(TAR_END)
    yield toGzipTrailer(crc32Combine(crc, crc32(TAR_END), TAR_END.length), size + TAR_END.length)
  },
}

/** Two blocks of zeros end a tar file. */
const TAR_END = new Uint8Array(2 * TAR_BLOCK)
