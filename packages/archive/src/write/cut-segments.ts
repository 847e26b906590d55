import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { PluginError } from '@plugwright/diagnostics'
import { limitExceeded } from '../diagnostics.ts'
import type { FileDigest } from '../file-digest.ts'
import type { ArchiveEntry } from './archive-writer.ts'
import { type OpenSource, openSource } from './open-source.ts'
import type { TarMember } from './tar-header.ts'

/** All of a file, or one stretch of a large one. */
export interface Part {
  readonly member: TarMember
  /** Bytes of the file before this part. */
  readonly offset: number
  readonly isLast: boolean
  readonly content: Buffer
  /** The bytes before `content` that deflate may refer to; empty at the start of a file. */
  readonly primer: Buffer
  /** Digest of `content`, where it is known anyway: a whole file. */
  readonly sha256: Buffer | undefined
}

/** What is compressed, and cached, as one: small files in a row, or one part of a large file. */
export interface Segment {
  readonly parts: readonly Part[]
}

/** Options of {@link cutSegments}. */
export interface CutOptions {
  /** Called at the end of each file, in order; `stats` as in {@link OpenSource}. */
  readonly onFile: (digest: FileDigest, stats: OpenSource['stats']) => void
  /** The most bytes of all files together; above, `ARCHIVE_LIMIT_EXCEEDED` is thrown. */
  readonly maxBytes: number
}

/** From this size on a file is never grouped, so that a change of it leaves its neighbours' segments alone. */
const ALONE_FROM = 64 * 1024
/** Most bytes of a segment. Larger ones compress no better; smaller ones spread better over cores. */
const MAX_SEGMENT = 512 * 1024
/** One in so many names ends a group, whatever the others are. */
const NAMES_PER_GROUP = 16
/** How far back deflate can refer: RFC 1951, section 2. */
const WINDOW = 32 * 1024
/** What a small file costs a group beyond its bytes: its header. */
const HEADER_COST = 512

/**
 * Reads the entries, each once, and cuts them into segments. Where it cuts depends on sizes and names alone, and
 * what a change of one file moves ends at the next name that ends a group. Throws `ARCHIVE_FILE_UNREADABLE`,
 * `ARCHIVE_FILE_CHANGED` and `ARCHIVE_LIMIT_EXCEEDED`. Leaving it early closes what is open.
 */
export function* cutSegments(
  entries: Iterable<ArchiveEntry>,
  { onFile, maxBytes }: CutOptions,
): Generator<Segment, void> {
  let group: Part[] = []
  let groupSize = 0
  let bytes = 0
  for (const { path, source: from, executable } of entries) {
    const source = openSource(from)
    try {
      const { size, stats } = source
      assertTotal((bytes += size), maxBytes)
      const member: TarMember = { path, size, mode: executable ? '0755' : '0644' }
      if (group.length > 0 && (size >= ALONE_FROM || groupSize + HEADER_COST + size > MAX_SEGMENT)) {
        yield { parts: group }
        group = []
        groupSize = 0
      }
      if (size >= ALONE_FROM) {
        onFile(toDigest(member, yield* cutFile(member, source)), stats)
        continue
      }
      const part = readWhole(member, source)
      onFile(toDigest(member, part.sha256), stats)
      group.push(part)
      groupSize += HEADER_COST + size
      if (endsGroup(path)) {
        yield { parts: group }
        group = []
        groupSize = 0
      }
    } finally {
      source.close()
    }
  }
  if (group.length > 0) yield { parts: group }
}

function assertTotal(found: number, limit: number): void {
  if (found > limit) throw new PluginError([limitExceeded('The unpacked size in bytes', { found, limit })])
}

/** Stable under any change of other files, unlike every sixteenth. */
function endsGroup(path: string): boolean {
  return crc32(path) % NAMES_PER_GROUP === 0
}

/** Cuts a large file; returns its digest. */
function* cutFile(member: TarMember, source: OpenSource): Generator<Segment, Buffer> {
  const { size } = member
  if (size <= MAX_SEGMENT) {
    const part = readWhole(member, source)
    yield { parts: [part] }
    return part.sha256
  }
  const hash = createHash('sha256')
  let primer: Buffer = NOTHING
  for (let offset = 0; offset < size; offset += MAX_SEGMENT) {
    const content = source.read(Math.min(MAX_SEGMENT, size - offset))
    hash.update(content)
    const isLast = offset + content.length === size
    yield { parts: [{ member, offset, isLast, content, primer, sha256: undefined }] }
    primer = content.subarray(-WINDOW)
  }
  return hash.digest()
}

function readWhole(member: TarMember, source: OpenSource): Part & { readonly sha256: Buffer } {
  const content = source.read(member.size)
  const sha256 = createHash('sha256').update(content).digest()
  return { member, offset: 0, isLast: true, content, primer: NOTHING, sha256 }
}

const NOTHING: Buffer = Buffer.alloc(0)

function toDigest({ path, size, mode }: TarMember, sha256: Buffer): FileDigest {
  return { path, size, sha256: sha256.toString('hex'), mode }
}
