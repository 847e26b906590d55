import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SegmentCompressor } from './compress-segment.ts'
import type { CompressedRange } from './layout.ts'
import type { Rooms, Segment } from './segment.ts'
import type { Spool } from './spool.ts'

/** Segments on their way to an archive. */
export interface CompressedStream {
  /**
   * Reads segments ahead of the pool that compresses them. Resolves when all are read; the pool may still work on the
   * last ones then. Throws the signal's reason, and what reading throws.
   */
  readAll(segments: Iterable<Segment>): Promise<void>
  /** What comes of them, in their order whichever thread is done first. Each range is to be read before the one after it. */
  ranges(): AsyncGenerator<CompressedRange, void>
}

/** Options of {@link createCompressedStream}. */
export interface CompressedStreamOptions {
  readonly compress: SegmentCompressor
  /** Where used rooms go. */
  readonly rooms: Rooms
  /** Where compressed bytes wait. */
  readonly spool: Spool
  readonly signal: AbortSignal | undefined
  /** Called with the bytes of files in each segment that is compressed, in order. */
  readonly onCompressed?: ((contentSize: number) => void) | undefined
}

/**
 * Bytes read and not yet compressed. Bounds memory, feeds the largest pool, and is what reading is ahead by: once it is
 * through, control files can be made and the archive begun while the pool still works on the rest.
 */
const MAX_IN_FLIGHT = 16 * 1024 * 1024

interface InFlight {
  readonly segment: Segment
  readonly result: ReturnType<SegmentCompressor>
}

/** Makes an empty stream. */
export function createCompressedStream(options: CompressedStreamOptions): CompressedStream {
  const { compress, rooms, spool, signal, onCompressed } = options
  const compressed: CompressedRange[] = []
  const inFlight: InFlight[] = []
  let size = 0
  const read = (): Promise<Buffer> => spool.next()

  async function takeOldest(): Promise<void> {
    const oldest = inFlight.shift()
    if (oldest === undefined) return
    const { parts, room } = oldest.segment
    for (const [index, { bytes, crc, size: rawSize }] of (await oldest.result).entries()) {
      // As many results as parts, or one for all of them: then the first part stands for them.
      const part = parts[index]
      if (part === undefined) throw new TypeError(`Segment of ${parts.length} parts with result ${index}.`)
      const { member, isLast } = part
      compressed.push({ member, isLast, crc, size: rawSize, compressedSize: bytes.length, read })
      await spool.add(bytes)
    }
    size -= room.length
    rooms.give(room)
    onCompressed?.(parts.reduce((sum, { content }) => sum + content.length, 0))
  }

  return {
    async readAll(segments) {
      for (const segment of segments) {
        signal?.throwIfAborted()
        const result = compress(segment)
        // A failure is thrown where it is awaited; until then it must not count as unhandled.
        result.catch(() => undefined)
        inFlight.push({ segment, result })
        size += segment.room.length
        while (size > MAX_IN_FLIGHT) await takeOldest()
        // Reading is synchronous: without this neither a signal nor a finished job would be noticed.
        await nextTurn()
      }
    },
    async *ranges() {
      for (let index = 0; ; index++) {
        while (index === compressed.length && inFlight.length > 0) await takeOldest()
        const range = compressed[index]
        if (range === undefined) return
        yield range
      }
    },
  }
}
