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
  /** Called at the end of each file, in order. */
  readonly onFile: (digest: FileDigest) => void
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
 * what a change of one file moves ends at the next name that ends a group. Throws `ARCHIVE_FILE_UNREADABLE` and
 * `ARCHIVE_FILE_CHANGED`. Leaving it early closes what is open.
 */
export function* cutSegments(
  entries: Iterable<ArchiveEntry>,
  { onFile, maxBytes }: CutOptions,
): Generator<Segment, void, void> {
  let group: Part[] = []
  let groupSize = 0
  let bytes = 0
  for (const { path, source: from, executable } of entries) {
    const source = openSource(from)
    try {
      const { size } = source
      bytes += size
      if (bytes > maxBytes) {
        throw new PluginError([
          limitExceeded('The unpacked size in bytes', { found: bytes, limit: maxBytes }),
        ])
      }
      const member: TarMember = { path, size, mode: executable ? '0755' : '0644' }
      const isAlone = size >= ALONE_FROM
      if (group.length > 0 && (isAlone || groupSize + size + HEADER_COST > MAX_SEGMENT)) {
        yield { parts: group }
        group = []
        groupSize = 0
      }
      if (isAlone && size > MAX_SEGMENT) {
        onFile(yield* cutFile(member, source))
        continue
      }
      const part = readWhole(member, source)
      onFile(toDigest(member, part.sha256))
      group.push(part)
      groupSize += size + HEADER_COST
      if (isAlone || endsGroup(path)) {
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

/** Stable under any change of other files, unlike every sixteenth. */
function endsGroup(path: string): boolean {
  return crc32(path) % NAMES_PER_GROUP === 0
}

function readWhole(member: TarMember, source: OpenSource): Part & { sha256: Buffer } {
  const content = source.read(member.size)
  source.assertUnchanged()
  const sha256 = createHash('sha256').update(content).digest()
  return { member, offset: 0, isLast: true, content, primer: NOTHING, sha256 }
}

const NOTHING: Buffer = Buffer.alloc(0)

function* cutFile(member: TarMember, source: OpenSource): Generator<Segment, FileDigest, void> {
  const { size } = member
  const hash = createHash('sha256')
  let primer: Buffer = NOTHING
  for (let offset = 0; offset < size; offset += MAX_SEGMENT) {
    const content = source.read(Math.min(MAX_SEGMENT, size - offset))
    hash.update(content)
    const isLast = offset + content.length === size
    if (isLast) source.assertUnchanged()
    yield { parts: [{ member, offset, isLast, content, primer, sha256: undefined }] }
    primer = content.subarray(-WINDOW)
  }
  return toDigest(member, hash.digest())
}

function toDigest({ path, size, mode }: TarMember, sha256: Buffer): FileDigest {
  return { path, size, sha256: sha256.toString('hex'), mode }
}
