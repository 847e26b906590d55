import { once } from 'node:events'
import { Readable } from 'node:stream'
import { createInflateRaw } from 'node:zlib'
import { PluginError } from '@plugwright/diagnostics'
import { corrupt, truncated } from './diagnostics.ts'

/** Below the size from which the allocator asks the system for each chunk anew. */
const CHUNK_SIZE = 64 * 1024

/** One deflate stream (RFC 1951) being unpacked. */
export interface Inflation {
  /** The unpacked bytes, once. Throws `ARCHIVE_CORRUPT`, `ARCHIVE_TRUNCATED`, and what the input throws. */
  chunks(): AsyncGenerator<Buffer, void, void>
  /** How many bytes of the input the stream had; known after the last chunk. */
  bytesTaken(): number
}

/** Unpacks up to the end of the deflate stream, wherever in the input that is. */
export function createInflation(compressed: AsyncIterable<Buffer>): Inflation {
  const inflate = createInflateRaw({ chunkSize: CHUNK_SIZE })
  async function* chunks(): AsyncGenerator<Buffer, void, void> {
    const input = Readable.from(compressed, { objectMode: false })
    input.once('error', (error) => inflate.destroy(error))
    input.pipe(inflate)
    try {
      for await (const chunk of inflate) yield chunk as Buffer
    } catch (error) {
      throw toPluginError(error)
    } finally {
      inflate.destroy()
      input.destroy()
      // A reading that is under way must be over before anybody reads on or closes the file.
      if (!input.closed) await once(input, 'close')
    }
  }
  return { chunks, bytesTaken: () => inflate.bytesWritten }
}

/** What zlib throws, as one of our codes; anything else as it is. */
export function toPluginError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  // "unexpected end of file": the input is over and the stream is not.
  if (code === 'Z_BUF_ERROR') {
    return new PluginError([truncated('in the middle of compressed data')], { cause: error })
  }
  return code.startsWith('Z_')
    ? new PluginError([corrupt((error as Error).message)], { cause: error })
    : error
}
