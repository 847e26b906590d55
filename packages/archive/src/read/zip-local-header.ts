import { PluginError } from '@plugwright/diagnostics'
import { toLocalHeader } from '../write/zip-records.ts'
import { foreignArchive, zipMismatch, zipStructure } from './diagnostics.ts'
import type { FileWindow } from './file-window.ts'
import type { ReadProfile } from './options.ts'
import { FLAGS, toWrittenEntry, type ZipRecord } from './zip-record.ts'

// APPNOTE 4.3.7 and 4.3.9.
const HEADER_SIZE = 30
const HEADER_SIGNATURE = 0x04034b50
const DESCRIPTOR_SIGNATURE = 0x08074b50
/** With its mark, and sizes in 64 bits. */
export const MAX_DESCRIPTOR_SIZE = 24
const ZIP64_FIELD = 0x0001
const IN_ZIP64 = 0xffffffff

/**
 * Reads the header before the content of an entry and compares it, field by field, with the record of the directory. Returns where
 * the content starts.
 *
 * Throws `ARCHIVE_ZIP_STRUCTURE`, `ARCHIVE_ZIP_MISMATCH`, `ARCHIVE_FOREIGN`.
 */
export async function readLocalHeader(
  window: FileWindow,
  record: ZipRecord,
  profile: ReadProfile,
): Promise<number> {
  const { entry, offset } = record
  const fixed = await window.read(offset, HEADER_SIZE)
  if (fixed.length < HEADER_SIZE || fixed.readUInt32LE(0) !== HEADER_SIGNATURE) {
    return fail(`there is no header where ${JSON.stringify(entry.name)} should be`)
  }
  const header = Buffer.from(fixed)
  const nameSize = header.readUInt16LE(26)
  const extraSize = header.readUInt16LE(28)
  const rest = await window.read(offset + HEADER_SIZE, nameSize + extraSize)
  if (!rest.subarray(0, nameSize).equals(record.rawName)) differ(record, 'name')
  if (header.readUInt16LE(6) !== record.flags) differ(record, 'flags')
  if (header.readUInt16LE(8) !== record.method) differ(record, 'method')
  const found = readSizes(header, rest.subarray(nameSize), record)
  assertSizes(found, record)
  if (profile === 'own' && !Buffer.concat([header, rest]).equals(toLocalHeader(toWrittenEntry(record)))) {
    throw new PluginError([
      foreignArchive(`the header of ${JSON.stringify(entry.name)} is not the one we write`),
    ])
  }
  return offset + HEADER_SIZE + nameSize + extraSize
}

interface Sizes {
  readonly crc: number
  readonly compressedSize: number
  readonly size: number
}

function readSizes(header: Buffer, extra: Buffer, record: ZipRecord): Sizes {
  const sizes = {
    crc: header.readUInt32LE(14),
    compressedSize: header.readUInt32LE(18),
    size: header.readUInt32LE(22),
  }
  const zip64 = findZip64(extra, record)
  if (zip64 === undefined || (sizes.size !== IN_ZIP64 && sizes.compressedSize !== IN_ZIP64)) return sizes
  // APPNOTE 4.5.3: in a local header both are there.
  if (zip64.length < 16) return fail(`the zip64 field of ${JSON.stringify(record.entry.name)} is too short`)
  return {
    crc: sizes.crc,
    size: Number(zip64.readBigUInt64LE(0)),
    compressedSize: Number(zip64.readBigUInt64LE(8)),
  }
}

function findZip64(extra: Buffer, { entry }: ZipRecord): Buffer | undefined {
  let found: Buffer | undefined
  let offset = 0
  while (offset + 4 <= extra.length) {
    const end = offset + 4 + extra.readUInt16LE(offset + 2)
    if (extra.readUInt16LE(offset) === ZIP64_FIELD) found ??= extra.subarray(offset + 4, end)
    offset = end
  }
  return offset === extra.length
    ? found
    : fail(`the extra fields of ${JSON.stringify(entry.name)} are malformed`)
}

/** Where a descriptor follows the content, the header may leave all three at 0. */
function assertSizes(found: Sizes, record: ZipRecord): void {
  const { crc, compressedSize, size } = found
  const isLater = (record.flags & FLAGS.descriptor) !== 0
  if (isLater && crc === 0 && compressedSize === 0 && size === 0) return
  if (crc !== record.crc) differ(record, 'checksum')
  if (compressedSize !== record.compressedSize) differ(record, 'compressed size')
  if (size !== record.entry.size) differ(record, 'size')
}

/**
 * Checks the descriptor after the content: with or without its mark, sizes in 32 or 64 bits (APPNOTE 4.3.9), which its
 * length tells. Throws `ARCHIVE_ZIP_STRUCTURE`, `ARCHIVE_ZIP_MISMATCH`.
 */
export function assertDescriptor(bytes: Buffer, record: ZipRecord): void {
  const isMarked = bytes.length === 16 || bytes.length === 24
  if (!isMarked && bytes.length !== 12 && bytes.length !== 20) {
    fail(
      `the data descriptor of ${JSON.stringify(record.entry.name)} has none of the lengths that it may have`,
    )
  }
  if (isMarked && bytes.readUInt32LE(0) !== DESCRIPTOR_SIGNATURE) differ(record, 'data descriptor')
  const fields = isMarked ? bytes.subarray(4) : bytes
  const isLong = fields.length === 20
  const [compressedSize, size] = isLong
    ? [Number(fields.readBigUInt64LE(4)), Number(fields.readBigUInt64LE(12))]
    : [fields.readUInt32LE(4), fields.readUInt32LE(8)]
  if (fields.readUInt32LE(0) !== record.crc) differ(record, 'checksum')
  if (compressedSize !== record.compressedSize) differ(record, 'compressed size')
  if (size !== record.entry.size) differ(record, 'size')
}

function differ({ entry }: ZipRecord, field: string): never {
  throw new PluginError([zipMismatch(entry.name, field)])
}

function fail(what: string): never {
  throw new PluginError([zipStructure(what)])
}
