import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { deflate, LEVEL } from './deflate.ts'
import type { Layout } from './layout.ts'
import { deflateDigest } from './reference-deflate.ts'
import type { Segment } from './segment.ts'
import type { SegmentCache } from './segment-cache.ts'

/** The outcome of one job. */
export interface CompressedBytes {
  /** CRC-32 of the bytes before compression. */
  readonly crc: number
  /** Bytes before compression. */
  readonly size: number
  readonly bytes: Buffer
}

/** Compresses a segment, or finds it compressed. */
export type SegmentCompressor = (segment: Segment) => Promise<readonly CompressedBytes[]>

/** Options of {@link createSegmentCompressor}. */
export interface SegmentCompressorOptions {
  readonly layout: Layout
  readonly cache: SegmentCache | undefined
}

/** Makes the step from a segment to compressed bytes, through the cache where there is one. */
export function createSegmentCompressor({ layout, cache }: SegmentCompressorOptions): SegmentCompressor {
  if (cache === undefined) return (segment) => compress(segment, layout)
  const family = `plugwright-segment/${FRAMING} ${layout.name} deflate-${LEVEL} ${deflateDigest()}\n`
  return async (segment) => {
    const key = toKey(segment, family)
    const cached = cache.load(key)
    if (cached !== undefined) return decode(cached)
    const compressed = await compress(segment, layout)
    cache.store(key, encode(compressed))
    return compressed
  }
}

/** Another way to cut, frame or encode needs another number, or old values would be taken for new ones. */
const FRAMING = 1

async function compress(segment: Segment, layout: Layout): Promise<CompressedBytes[]> {
  const jobs = layout.toJobs(segment)
  return Promise.all(
    jobs.map(async (job) => ({
      crc: crc32(job.bytes),
      size: job.bytes.length,
      bytes: await deflate(job),
    })),
  )
}

/**
 * The digest of all that the compressed bytes depend on. Contents come in as digests, which are there already; lengths
 * before all that varies, so that no two segments make the same text.
 */
function toKey({ parts }: Segment, family: string): string {
  const key = createHash('sha256').update(family)
  for (const { header, content, primer, isLast, sha256 } of parts) {
    key.update(`${header.length} ${content.length} ${primer.length} ${isLast}\n`)
    key.update(header)
    key.update(sha256 ?? digest(content))
    key.update(primer)
  }
  return key.digest('hex')
}

function digest(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}

/** Bytes before each outcome: CRC-32, size, compressed size. */
const PREFIX = 12

function encode(compressed: readonly CompressedBytes[]): Buffer {
  return Buffer.concat(
    compressed.flatMap(({ crc, size, bytes }) => {
      const prefix = Buffer.alloc(PREFIX)
      prefix.writeUInt32LE(crc, 0)
      prefix.writeUInt32LE(size, 4)
      prefix.writeUInt32LE(bytes.length, 8)
      return [prefix, bytes]
    }),
  )
}

function decode(value: Buffer): CompressedBytes[] {
  const compressed: CompressedBytes[] = []
  for (let position = 0; position < value.length;) {
    const start = position + PREFIX
    const end = start + value.readUInt32LE(position + 8)
    compressed.push({
      crc: value.readUInt32LE(position),
      size: value.readUInt32LE(position + 4),
      bytes: value.subarray(start, end),
    })
    position = end
  }
  return compressed
}
