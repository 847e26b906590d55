import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import type { Entry } from 'yauzl'
import type { ZipEntry } from '../write/zip-records.ts'
import {
  entryEncoding,
  entryType,
  foreignArchive,
  signedDify,
  zipEncrypted,
  zipMethod,
  zipMismatch,
  zipStructure,
} from './diagnostics.ts'
import type { RawEntry } from './entry-gate.ts'
import type { ReadProfile } from './options.ts'

/** One record of a zip directory, checked as far as it stands alone. */
export interface ZipRecord {
  readonly entry: RawEntry
  /** The name as it stands, for comparison. */
  readonly rawName: Buffer
  /** 0 stored, 8 deflate. */
  readonly method: number
  readonly flags: number
  readonly crc: number
  readonly compressedSize: number
  /** Of the local header, from the start of the file. */
  readonly offset: number
}

/** APPNOTE 4.4.4. */
export const FLAGS = {
  encrypted: 0x1,
  level: 0x6,
  descriptor: 0x8,
  strongEncryption: 0x40,
  utf8: 0x800,
  masked: 0x2000,
}
const ENCRYPTED = FLAGS.encrypted | FLAGS.strongEncryption | FLAGS.masked
const KNOWN_FLAGS = FLAGS.level | FLAGS.descriptor | FLAGS.utf8
const UNIX = 3
/** stat(2): the type in a mode. */
const TYPE_MASK = 0o170000
const TYPES: Readonly<Record<number, string>> = {
  0o010000: 'a named pipe',
  0o020000: 'a character device',
  0o060000: 'a block device',
  0o120000: 'a symbolic link',
  0o140000: 'a socket',
}
/** 1980-01-01 00:00:00, the first moment of DOS. */
const DOS_EPOCH = { date: 0x21, time: 0 }
const EXTRA = { zip64: 0x0001, unicodePath: 0x7075, aes: 0x9901 }
/** `dify signature sign` adds it before it signs. */
const DIFY_FILE = '.verification.dify.json'

/**
 * Checks one directory record.
 *
 * Throws `ARCHIVE_ENTRY_ENCODING`, `ARCHIVE_ENTRY_TYPE`, `ARCHIVE_ZIP_ENCRYPTED`, `ARCHIVE_ZIP_METHOD`,
 * `ARCHIVE_ZIP_MISMATCH`, `ARCHIVE_ZIP_STRUCTURE`, `ARCHIVE_FOREIGN`, `ARCHIVE_SIGNED_DIFY`.
 */
export function toZipRecord(record: Entry, profile: ReadProfile): ZipRecord {
  const { generalPurposeBitFlag: flags, compressionMethod: method, fileNameRaw: rawName } = record
  const name = decodeName(record)
  if (name === DIFY_FILE) refuse(signedDify())
  if ((flags & ENCRYPTED) !== 0) refuse(zipEncrypted(name))
  if ((flags & ~KNOWN_FLAGS) !== 0) refuse(zipStructure(`${JSON.stringify(name)} has unknown flags`))
  if (method !== 0 && method !== 8) refuse(zipMethod(name, method))
  assertExtraFields(record, name)
  if (profile === 'own') assertOwn(record, name)
  const { type, mode } = readAttributes(record, name)
  if (type === 'directory' && record.uncompressedSize !== 0) {
    refuse(zipStructure(`the folder ${JSON.stringify(name)} has content`))
  }
  return {
    entry: { name, type, size: record.uncompressedSize, mode, metadataSize: record.fileNameLength },
    rawName,
    method,
    flags,
    crc: record.crc32,
    compressedSize: record.compressedSize,
    offset: record.relativeOffsetOfLocalHeader,
  }
}

/** The record as our writer would get it. */
export function toWrittenEntry({ entry, crc, compressedSize, offset }: ZipRecord): ZipEntry {
  const mode = (entry.mode & 0o100) === 0 ? '0644' : '0755'
  return { path: entry.name, mode, crc, size: entry.size, compressedSize, offset }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Without the flag, readers disagree about everything beyond ASCII: CP437 for some, UTF-8 for others. */
function decodeName({ fileNameRaw: bytes, generalPurposeBitFlag: flags }: Entry): string {
  const asText = JSON.stringify(bytes.toString('latin1'))
  if ((flags & FLAGS.utf8) === 0 && bytes.some((byte) => byte >= 0x80)) refuse(entryEncoding(asText))
  try {
    return decoder.decode(bytes)
  } catch {
    return refuse(entryEncoding(asText))
  }
}

function assertExtraFields({ extraFields, extraFieldRaw, fileNameRaw }: Entry, name: string): void {
  const used = extraFields.reduce((sum, { data }) => sum + 4 + data.length, 0)
  if (used !== extraFieldRaw.length)
    refuse(zipStructure(`the extra fields of ${JSON.stringify(name)} do not end where they should`))
  if (extraFields.filter(({ id }) => id === EXTRA.zip64).length > 1) {
    refuse(zipStructure(`${JSON.stringify(name)} has two zip64 fields`))
  }
  for (const { id, data } of extraFields) {
    if (id === EXTRA.aes) refuse(zipEncrypted(name))
    // Info-ZIP: version, CRC32 of the other name, the name in UTF-8. Readers take the one or the other.
    if (id === EXTRA.unicodePath && !data.subarray(5).equals(fileNameRaw)) refuse(zipMismatch(name, 'name'))
  }
}

function assertOwn(record: Entry, name: string): void {
  const {
    versionMadeBy,
    lastModFileDate: date,
    lastModFileTime: time,
    extraFields,
    fileCommentLength,
  } = record
  const differences: [what: string, differs: boolean][] = [
    ['was not made on Unix', versionMadeBy >> 8 !== UNIX],
    ['has a time', date !== DOS_EPOCH.date || time !== DOS_EPOCH.time],
    ['has a comment', fileCommentLength > 0],
    ['has extra fields', extraFields.some(({ id }) => id !== EXTRA.zip64)],
    ['has a data descriptor', (record.generalPurposeBitFlag & FLAGS.descriptor) !== 0],
  ]
  const difference = differences.find(([, differs]) => differs)
  if (difference !== undefined) refuse(foreignArchive(`the entry ${JSON.stringify(name)} ${difference[0]}`))
}

/** A mode in the upper half where the record was made on Unix; elsewhere only the name tells. */
function readAttributes(record: Entry, name: string): { type: RawEntry['type']; mode: number } {
  const isFolderName = name.endsWith('/')
  const unixMode = record.versionMadeBy >> 8 === UNIX ? record.externalFileAttributes >>> 16 : 0
  const unixType = unixMode & TYPE_MASK
  if (unixType === 0)
    return isFolderName ? { type: 'directory', mode: 0o755 } : { type: 'file', mode: unixMode || 0o644 }
  const isFolder = unixType === 0o040000
  if (!isFolder && unixType !== 0o100000)
    refuse(entryType(name, TYPES[unixType] ?? 'of a type that no system knows'))
  if (isFolder !== isFolderName)
    refuse(entryType(name, 'a folder by its mode or by its name, but not by both'))
  return { type: isFolder ? 'directory' : 'file', mode: unixMode & 0o7777 }
}

function refuse(diagnostic: Diagnostic): never {
  throw new PluginError([diagnostic])
}
