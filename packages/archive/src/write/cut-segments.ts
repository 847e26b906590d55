import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { PluginError } from '@plugwright/diagnostics'
import { limitExceeded } from '../diagnostics.ts'
import type { FileDigest } from '../file-digest.ts'
import type { ArchiveEntry } from './archive-writer.ts'
import type { Layout, Member } from './layout.ts'
import { type OpenSource, openSource } from './open-source.ts'
import {
  createSegmentBuilder,
  MAX_SEGMENT,
  type Rooms,
  type Segment,
  type SegmentBuilder,
} from './segment.ts'

/** Options of {@link cutSegments}. */
export interface CutOptions {
  readonly layout: Layout
  readonly rooms: Rooms
  /** Called at the end of each file, in order; `stats` as in {@link OpenSource}. */
  readonly onFile: (digest: FileDigest, stats: OpenSource['stats']) => void
  /** The most bytes of all files together; above, `ARCHIVE_LIMIT_EXCEEDED` is thrown. */
  readonly maxBytes: number
}

/** From this size on a file is never grouped, so that a change of it leaves its neighbours' segments alone. */
const ALONE_FROM = 64 * 1024
/** One in so many names ends a group, whatever the others are. */
const NAMES_PER_GROUP = 64
/** How far back deflate can refer: RFC 1951, section 2. */
const WINDOW = 32 * 1024

/**
 * Reads the entries, each once, and cuts them into segments: large files alone, small ones in groups. Where it cuts
 * depends on names and sizes alone, and what a change of one file moves ends at the next name that ends a group.
 * Throws `ARCHIVE_FILE_UNREADABLE`, `ARCHIVE_FILE_CHANGED` and `ARCHIVE_LIMIT_EXCEEDED`. Leaving it early closes
 * what is open.
 */
export function* cutSegments(entries: Iterable<ArchiveEntry>, options: CutOptions): Generator<Segment, void> {
  const { layout, rooms, onFile, maxBytes } = options
  const builder = createSegmentBuilder(layout, rooms)
  let bytes = 0
  for (const { path, source: from, executable } of entries) {
    const source = openSource(from)
    try {
      const { size, stats } = source
      assertTotal((bytes += size), maxBytes)
      const member: Member = { path, size, mode: executable ? '0755' : '0644' }
      const isAlone = size >= ALONE_FROM
      const header = layout.header(member)
      const framedSize = header.length + size + layout.padding(size)
      if (!builder.isEmpty && (isAlone || builder.size + framedSize > MAX_SEGMENT)) yield builder.take()
      const sha256 = yield* cutFile(member, { source, header, builder })
      if (isAlone || endsGroup(path)) yield builder.take()
      onFile({ path, size, sha256: sha256.toString('hex'), mode: member.mode }, stats)
    } finally {
      source.close()
    }
  }
  if (!builder.isEmpty) yield builder.take()
}

function assertTotal(found: number, limit: number): void {
  if (found > limit) throw new PluginError([limitExceeded('The unpacked size in bytes', { found, limit })])
}

/** Stable under any change of other files, unlike every so many files. */
function endsGroup(path: string): boolean {
  return crc32(path) % NAMES_PER_GROUP === 0
}

interface FileToCut {
  readonly source: OpenSource
  readonly header: Buffer
  readonly builder: SegmentBuilder
}

/** Adds a file; all but its last stretch make segments of their own. Returns its digest. */
function* cutFile(member: Member, { source, header, builder }: FileToCut): Generator<Segment, Buffer> {
  const { size } = member
  if (size <= MAX_SEGMENT) {
    const { content, sha256 } = builder.add(member, {
      source,
      header,
      offset: 0,
      length: size,
      primer: NOTHING,
    })
    return sha256 ?? createHash('sha256').update(content).digest()
  }
  const hash = createHash('sha256')
  let primer = NOTHING
  for (let offset = 0; offset < size; offset += MAX_SEGMENT) {
    const length = Math.min(MAX_SEGMENT, size - offset)
    const { content, isLast } = builder.add(member, { source, header, offset, length, primer })
    hash.update(content)
    primer = Buffer.from(content.subarray(-WINDOW))
    if (!isLast) yield builder.take()
  }
  return hash.digest()
}

const NOTHING: Buffer = Buffer.alloc(0)
