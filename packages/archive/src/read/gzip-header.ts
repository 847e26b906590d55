import { crc32 } from 'node:zlib'
import { PluginError } from '@plugwright/diagnostics'
import { foreignArchive, gzipStructure, truncated } from './diagnostics.ts'
import type { ReadProfile } from './options.ts'

/** Names and comments in a header end below this, or it is refused. */
export const MAX_GZIP_HEADER_SIZE = 4096

/** RFC 1952, 2.3: no flags, no time, no extra flags, "unknown system". */
const OWN_HEADER = Buffer.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)
const FLAGS = { text: 1, headerCrc: 2, extra: 4, name: 8, comment: 16 }
const RESERVED_FLAGS = 0xe0

/**
 * Finds where the deflate stream of a gzip member starts (RFC 1952, 2.3). The profile `own` takes the ten bytes of our
 * writer only; `foreign` also a time, a name, a comment, an extra field and a checksum of the header.
 *
 * Throws `ARCHIVE_GZIP_STRUCTURE`, `ARCHIVE_FOREIGN`, `ARCHIVE_TRUNCATED`.
 */
export function measureGzipHeader(start: Buffer, profile: ReadProfile): number {
  if (start.length < OWN_HEADER.length) throw new PluginError([truncated('in the middle of the gzip header')])
  if (start[2] !== 8) fail('the method is not deflate')
  const flags = start[3] ?? 0
  if ((flags & RESERVED_FLAGS) !== 0) fail('a reserved flag is set')
  if (profile === 'own' && !start.subarray(0, OWN_HEADER.length).equals(OWN_HEADER)) {
    throw new PluginError([foreignArchive('its gzip header has a time, a name or a system')])
  }
  let end = OWN_HEADER.length
  if ((flags & FLAGS.extra) !== 0)
    end = skip(start, end + 2 + (end + 2 <= start.length ? start.readUInt16LE(end) : 0))
  if ((flags & FLAGS.name) !== 0) end = skipText(start, end)
  if ((flags & FLAGS.comment) !== 0) end = skipText(start, end)
  if ((flags & FLAGS.headerCrc) === 0) return end
  // CRC16: the low half of the CRC32 of the header so far.
  const crc = crc32(start.subarray(0, end)) & 0xffff
  end = skip(start, end + 2)
  return start.readUInt16LE(end - 2) === crc ? end : fail('its checksum does not fit')
}

function skip(start: Buffer, end: number): number {
  return end <= start.length ? end : fail(`it does not end within ${MAX_GZIP_HEADER_SIZE} bytes`)
}

function skipText(start: Buffer, offset: number): number {
  const end = start.indexOf(0, offset)
  return end === -1 ? skip(start, Number.POSITIVE_INFINITY) : end + 1
}

function fail(what: string): never {
  throw new PluginError([gzipStructure(what)])
}
