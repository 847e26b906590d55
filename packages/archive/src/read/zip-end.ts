import { PluginError } from '@plugwright/diagnostics'
import type { ArchiveSource } from './archive-source.ts'
import {
  foreignArchive,
  githubSource,
  secondArchive,
  signedDify,
  signedMcpb,
  trailingBytes,
  truncated,
  zipStructure,
} from './diagnostics.ts'
import type { ReadProfile } from './options.ts'

/** Where the directory of a zip lies, and what it claims to hold. */
export interface ZipEnd {
  readonly entryCount: number
  /** Bytes from the start of the file. */
  readonly directoryStart: number
  readonly directoryEnd: number
}

// APPNOTE 4.3.14 to 4.3.16.
const END_SIZE = 22
const END_SIGNATURE = Buffer.from('PK\x05\x06', 'latin1')
const LOCATOR_SIZE = 20
const LOCATOR_SIGNATURE = 0x07064b50
const END64_SIZE = 56
const END64_SIGNATURE = 0x06064b50
const MAX_COMMENT_SIZE = 0xffff
/** All that can follow a directory. */
export const MAX_END_SIZE: number = END64_SIZE + LOCATOR_SIZE + END_SIZE + MAX_COMMENT_SIZE
/** In a 16 or 32 bit field: look in the zip64 record. */
const IN_ZIP64_16 = 0xffff
const IN_ZIP64_32 = 0xffffffff

/**
 * Finds the end record, with its zip64 companions, and demands that it is the only one, that nothing follows it, and that the directory
 * ends where it starts: readers search for it in different ways, and whatever lies between is a place to hide.
 *
 * Throws `ARCHIVE_TRUNCATED`, `ARCHIVE_TRAILING_BYTES`, `ARCHIVE_SECOND_ARCHIVE`, `ARCHIVE_ZIP_STRUCTURE`, `ARCHIVE_FOREIGN`,
 * `ARCHIVE_SIGNED_MCPB`, `ARCHIVE_SIGNED_DIFY`, `ARCHIVE_GITHUB_SOURCE`.
 */
export async function readZipEnd(source: ArchiveSource, profile: ReadProfile): Promise<ZipEnd> {
  const tailStart = Math.max(0, source.sizeInBytes - MAX_END_SIZE)
  const tail = await source.read(tailStart, source.sizeInBytes - tailStart)
  if (/(?:MCPB|DXT)_SIG_END$/.test(tail.toString('latin1', Math.max(0, tail.length - 16)))) {
    throw new PluginError([signedMcpb()])
  }
  const offset = findEnd(tail)
  assertComment(tail.subarray(offset + END_SIZE), profile)
  const end = readZip64(tail, { offset, tailStart }) ?? readEnd(tail, offset, tailStart)
  await assertAdjacent(source, end)
  return end
}

/** The record whose comment ends with the file. Two such records would be two directories. */
function findEnd(tail: Buffer): number {
  const offsets: number[] = []
  for (let at = tail.indexOf(END_SIGNATURE); at !== -1; at = tail.indexOf(END_SIGNATURE, at + 1)) {
    if (at + END_SIZE <= tail.length) offsets.push(at)
  }
  const [first, ...others] = offsets.filter(
    (at) => at + END_SIZE + tail.readUInt16LE(at + 20) === tail.length,
  )
  if (first !== undefined && others.length === 0) return first
  if (first !== undefined) return fail('it has two end records')
  const last = offsets.at(-1)
  if (last === undefined) throw new PluginError([truncated('the end record of the zip is missing')])
  const end = last + END_SIZE + tail.readUInt16LE(last + 20)
  throw new PluginError([
    end > tail.length
      ? truncated('in the middle of the end record')
      : trailingBytes('after the end of the zip'),
  ])
}

function assertComment(comment: Buffer, profile: ReadProfile): void {
  if (comment.length === 0) return
  const text = comment.toString('latin1')
  if (text.startsWith('{') && text.includes('"signature"')) throw new PluginError([signedDify()])
  // git archive, as GitHub calls it, notes the commit.
  if (/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(text)) throw new PluginError([githubSource()])
  if (profile === 'own') throw new PluginError([foreignArchive('the zip has a comment')])
}

/** An end record, and where the first byte of it or of its zip64 form is. */
interface PlacedEnd extends ZipEnd {
  readonly recordStart: number
}

/** APPNOTE 4.3.16: disks at 4 and 6, entries at 8 and 10, size of the directory at 12, its start at 16. */
function readEnd(tail: Buffer, offset: number, tailStart: number): PlacedEnd {
  if (tail.readUInt32LE(offset + 4) !== 0) fail('it is one of several disks')
  const entryCount = tail.readUInt16LE(offset + 10)
  if (tail.readUInt16LE(offset + 8) !== entryCount) fail('the end record has two numbers of entries')
  const directoryStart = tail.readUInt32LE(offset + 16)
  const directoryEnd = directoryStart + tail.readUInt32LE(offset + 12)
  return { entryCount, directoryStart, directoryEnd, recordStart: tailStart + offset }
}

/** APPNOTE 4.3.14 and 4.3.15. What the end record says beside "look in zip64" must be the same. */
function readZip64(
  tail: Buffer,
  { offset, tailStart }: { offset: number; tailStart: number },
): PlacedEnd | undefined {
  const locator = offset - LOCATOR_SIZE
  if (locator < 0 || tail.readUInt32LE(locator) !== LOCATOR_SIGNATURE) return undefined
  const record = locator - END64_SIZE
  if (record < 0 || tail.readUInt32LE(record) !== END64_SIGNATURE) {
    return fail('the zip64 end record is not before its locator')
  }
  const read64 = (at: number): number => toSafe(tail.readBigUInt64LE(at))
  if (read64(locator + 8) !== tailStart + record || read64(record + 4) !== END64_SIZE - 12) {
    fail('the zip64 end record is not where its locator says')
  }
  if (tail.readUInt32LE(locator + 4) !== 0 || tail.readUInt32LE(locator + 16) > 1)
    fail('it is one of several disks')
  if (read64(record + 16) !== 0) fail('it is one of several disks')
  const entryCount = read64(record + 32)
  const size = read64(record + 40)
  const directoryStart = read64(record + 48)
  if (
    read64(record + 24) !== entryCount ||
    !agrees(entryCount, tail.readUInt16LE(offset + 8), IN_ZIP64_16) ||
    !agrees(entryCount, tail.readUInt16LE(offset + 10), IN_ZIP64_16) ||
    !agrees(size, tail.readUInt32LE(offset + 12), IN_ZIP64_32) ||
    !agrees(directoryStart, tail.readUInt32LE(offset + 16), IN_ZIP64_32)
  ) {
    fail('the end record and its zip64 form disagree')
  }
  const directoryEnd = directoryStart + size
  return { entryCount, directoryStart, directoryEnd, recordStart: tailStart + record }
}

/** Whether a short field says the same as the long one, or that one has to look there. */
function agrees(value: number, short: number, mark: number): boolean {
  return short === mark || short === value
}

async function assertAdjacent(
  source: ArchiveSource,
  { directoryEnd, recordStart }: PlacedEnd,
): Promise<void> {
  const gap = recordStart - directoryEnd
  if (gap < 0) fail('the directory does not end where the end record starts')
  if (gap === 0) return
  // Something in front of a whole zip makes all of its offsets too small by that much. Another zip, if it ends there.
  const before = await source.read(Math.max(0, gap - END_SIZE), END_SIGNATURE.length)
  throw new PluginError([
    before.equals(END_SIGNATURE)
      ? secondArchive('zip')
      : trailingBytes('before the zip, or between its directory and its end record'),
  ])
}

function toSafe(value: bigint): number {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : fail('a zip64 number is too large')
}

function fail(what: string): never {
  throw new PluginError([zipStructure(what)])
}
