import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { LEVEL } from '../deflate.ts'
import { GZIP_HEADER, toGzipTrailer } from '../gzip-member.ts'

/** Input is cut here, whatever sizes it comes in, so that the output depends on nothing but the bytes. */
const BLOCK_SIZE = 256 * 1024

/** Compresses to one gzip member whose bytes depend on the input alone (and on the zlib build). */
export async function* gzip(source: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array, void, void> {
  let crc = 0
  let size = 0
  async function* measured(): AsyncGenerator<Buffer, void, void> {
    for await (const block of toBlocks(source)) {
      crc = crc32(block, crc)
      size += block.length
      yield block
    }
  }
  const deflate = createDeflateRaw({ level: LEVEL, chunkSize: BLOCK_SIZE })
  const feeding = pipeline(measured, deflate)
  // A failure also ends the loop below, which reports it; without this it would count as unhandled until then.
  feeding.catch(() => undefined)

  yield GZIP_HEADER
  for await (const chunk of deflate) yield chunk as Buffer
  await feeding
  yield toGzipTrailer(crc, size)
}

async function* toBlocks(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
  let block = Buffer.allocUnsafe(BLOCK_SIZE)
  let filled = 0
  for await (const chunk of source) {
    for (let offset = 0; offset < chunk.length;) {
      const copied = chunk.copy(block, filled, offset)
      offset += copied
      filled += copied
      if (filled < BLOCK_SIZE) continue
      yield block
      block = Buffer.allocUnsafe(BLOCK_SIZE)
      filled = 0
    }
  }
  if (filled > 0) yield block.subarray(0, filled)
}
