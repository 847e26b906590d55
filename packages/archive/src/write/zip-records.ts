/** What the records of one zip entry say. Sizes and offsets in bytes. */
export interface ZipEntry {
  readonly path: string
  readonly mode: '0644' | '0755'
  readonly crc: number
  readonly size: number
  readonly compressedSize: number
  /** Of the local header in the file. */
  readonly offset: number
}

/** Where the central directory is. Sizes and offsets in bytes. */
export interface ZipDirectory {
  readonly entries: number
  readonly size: number
  readonly offset: number
}

// Sections are those of PKWARE's APPNOTE.TXT 6.3.10.
const VERSION = 20
/** 4.4.3.2: the version that knows zip64. */
const VERSION_ZIP64 = 45
/** 4.4.2.2: made on a Unix, so that the mode is read. */
const MADE_ON_UNIX = 3 << 8
/** 4.4.4: bit 11, the name is UTF-8. No bit 3: sizes and CRC are in the local header, not behind the content. */
const FLAGS = 0x0800
/** 4.4.6: 1980-01-01, the first day there is, at 00:00. */
const DATE = (1 << 5) | 1
/** Marks a field whose value is in the zip64 extra field. */
const MAX_16 = 0xffff
const MAX_32 = 0xffffffff
const REGULAR_FILE = 0o100000

/** 4.3.7, with real sizes. A zip64 extra field holds both of them where one has no room. */
export function toLocalHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.path)
  const { size, compressedSize } = entry
  const isZip64 = size >= MAX_32 || compressedSize >= MAX_32
  const extra = isZip64 ? toZip64Extra([size, compressedSize]) : Buffer.alloc(0)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(isZip64 ? VERSION_ZIP64 : VERSION, 4)
  writeDescription(header, 6, entry)
  header.writeUInt32LE(isZip64 ? MAX_32 : compressedSize, 18)
  header.writeUInt32LE(isZip64 ? MAX_32 : size, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, name, extra])
}

/** 4.3.12. The zip64 extra field holds only what has no room, in the order of 4.5.3. */
export function toCentralHeader(entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.path)
  const { size, compressedSize, offset } = entry
  const large = [size, compressedSize, offset].filter((value) => value >= MAX_32)
  const extra = large.length > 0 ? toZip64Extra(large) : Buffer.alloc(0)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  const version = large.length > 0 ? VERSION_ZIP64 : VERSION
  header.writeUInt16LE(MADE_ON_UNIX | version, 4)
  header.writeUInt16LE(version, 6)
  writeDescription(header, 8, entry)
  header.writeUInt32LE(Math.min(compressedSize, MAX_32), 20)
  header.writeUInt32LE(Math.min(size, MAX_32), 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  // Upper half: st_mode.
  header.writeUInt32LE(((REGULAR_FILE | Number.parseInt(entry.mode, 8)) << 16) >>> 0, 38)
  header.writeUInt32LE(Math.min(offset, MAX_32), 42)
  return Buffer.concat([header, name, extra])
}

/** 4.4.5: deflate; nothing is stored, as there is nothing to deflate. */
export function zipMethod({ size }: Pick<ZipEntry, 'size'>): 0 | 8 {
  return size === 0 ? 0 : 8
}

/** 4.3.14 to 4.3.16: the end of the file, in its zip64 form where a number has no room. */
export function toEndRecords({ entries, size, offset }: ZipDirectory): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(entries, MAX_16), 8)
  end.writeUInt16LE(Math.min(entries, MAX_16), 10)
  end.writeUInt32LE(Math.min(size, MAX_32), 12)
  end.writeUInt32LE(Math.min(offset, MAX_32), 16)
  if (entries < MAX_16 && size < MAX_32 && offset < MAX_32) return end

  const end64 = Buffer.alloc(56)
  end64.writeUInt32LE(0x06064b50, 0)
  // The size of the record without this field and the signature.
  end64.writeBigUInt64LE(44n, 4)
  end64.writeUInt16LE(MADE_ON_UNIX | VERSION_ZIP64, 12)
  end64.writeUInt16LE(VERSION_ZIP64, 14)
  end64.writeBigUInt64LE(BigInt(entries), 24)
  end64.writeBigUInt64LE(BigInt(entries), 32)
  end64.writeBigUInt64LE(BigInt(size), 40)
  end64.writeBigUInt64LE(BigInt(offset), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(offset + size), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([end64, locator, end])
}

/** What local and central headers have in common: flags, method, time, date, CRC-32. */
function writeDescription(header: Buffer, at: number, entry: ZipEntry): void {
  header.writeUInt16LE(FLAGS, at)
  header.writeUInt16LE(zipMethod(entry), at + 2)
  header.writeUInt16LE(DATE, at + 6)
  header.writeUInt32LE(entry.crc, at + 8)
}

/** 4.5.3 */
function toZip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(8 * values.length, 2)
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index)
  return extra
}
