import { createHash } from 'node:crypto'
import type { Layout, Member } from './layout.ts'
import type { OpenSource } from './open-source.ts'

/** All of a file, or one stretch of a large one. The buffers are views of the segment's room. */
export interface Part {
  readonly member: Member
  readonly isLast: boolean
  /** What precedes the file; empty where the part does not begin it. */
  readonly header: Buffer
  readonly content: Buffer
  /** The bytes before `content` that deflate may refer to; empty at the start of a file. A copy. */
  readonly primer: Buffer
  /** Digest of `content`, where the part is a whole file. */
  readonly sha256: Buffer | undefined
}

/** What is compressed, and cached, as one: small files in a row, or one part of a large file. */
export interface Segment {
  readonly parts: readonly Part[]
  /** All parts with headers and padding, as the layout asks. */
  readonly bytes: Buffer
  /** The memory that `bytes` is in. */
  readonly room: Buffer
}

/** Most bytes of a file in a segment, and of a group. Larger ones compress no better; smaller ones spread better over cores. */
export const MAX_SEGMENT: number = 512 * 1024

/** A header and padding fit in too: names are at most 240 characters, which take three blocks of tar and a pax header. */
const ROOM_SIZE = MAX_SEGMENT + 8 * 1024

/** Buffers that are used again and again; fresh memory for every segment would cost page faults and wait for the GC. */
export interface Rooms {
  take(): Buffer
  give(room: Buffer): void
}

/** Makes as many rooms as are taken at a time. */
export function createRooms(): Rooms {
  const free: Buffer[] = []
  return {
    take: () => free.pop() ?? Buffer.allocUnsafeSlow(ROOM_SIZE),
    give: (room) => void free.push(room),
  }
}

/** A stretch of a file to be read into a segment. */
export interface Stretch {
  readonly source: OpenSource
  /** The layout's header of the file. */
  readonly header: Buffer
  /** Bytes of the file before it. */
  readonly offset: number
  readonly length: number
  readonly primer: Buffer
}

/** Reads files into rooms. */
export interface SegmentBuilder {
  /** Bytes so far. */
  readonly size: number
  /** Whether there is nothing to take. Files may be empty, so this is not a size of 0. */
  readonly isEmpty: boolean
  add(member: Member, stretch: Stretch): Part
  /** What was added since the last time; its room is the caller's until given back. */
  take(): Segment
}

/** Makes a builder of segments. */
export function createSegmentBuilder(layout: Layout, rooms: Rooms): SegmentBuilder {
  let room = rooms.take()
  let parts: Part[] = []
  let used = 0
  const next = (length: number): Buffer => room.subarray(used, (used += length))
  return {
    get size() {
      return used
    },
    get isEmpty() {
      return parts.length === 0
    },
    add(member, { source, header, offset, length, primer }) {
      const isLast = offset + length === member.size
      const ownHeader = next(offset === 0 ? header.length : 0)
      if (offset === 0) header.copy(ownHeader)
      const content = next(length)
      source.read(content)
      if (isLast) next(layout.padding(member.size)).fill(0)
      const sha256 = offset === 0 && isLast ? createHash('sha256').update(content).digest() : undefined
      const part = { member, isLast, header: ownHeader, content, primer, sha256 }
      parts.push(part)
      return part
    },
    take() {
      const segment = { parts, bytes: room.subarray(0, used), room }
      room = rooms.take()
      parts = []
      used = 0
      return segment
    },
  }
}
