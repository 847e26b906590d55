import type { WritableFormat } from './archive-writer.ts'
import type { DeflateJob } from './deflate.ts'
import type { Segment } from './segment.ts'

/** What an archive says of a regular file before its content. */
export interface Member {
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly mode: '0644' | '0755'
}

/** What is known of the compressed bytes of one job. */
export interface CompressedRange {
  /** The file that they belong to; of several in one job, the first. */
  readonly member: Member
  /** Whether the file ends with them. */
  readonly isLast: boolean
  /** CRC-32 of the bytes before compression. */
  readonly crc: number
  /** Bytes before compression. */
  readonly size: number
  readonly compressedSize: number
  /** The compressed bytes; to be called once, and in the order of the ranges. */
  read(): Promise<Uint8Array>
}

/** How a format puts files into compressed bytes, and those into an archive. */
export interface Layout {
  readonly name: WritableFormat
  /** What precedes a file's content and is compressed with it. */
  header(member: Member): Buffer
  /** How many zeros follow a file's content and are compressed with it. */
  padding(size: number): number
  /** Compresses a segment in one job, or in one for each of its parts. */
  toJobs(segment: Segment): readonly DeflateJob[]
  /** The archive, from its ranges in order. */
  frame(ranges: AsyncIterable<CompressedRange>): AsyncGenerator<Uint8Array, void>
}
