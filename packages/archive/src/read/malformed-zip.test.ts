import { crc32, deflateRawSync } from 'node:zlib'
import { describe, test } from 'vitest'
import { expectRefused, zip, type ZipEntry, zipLocal } from './malformed-archives.test.kit.ts'
import type { ReadProfile } from './options.ts'

const BOTH: readonly ReadProfile[] = ['own', 'foreign']
const FOREIGN: readonly ReadProfile[] = ['foreign']
const good: ZipEntry = { name: 'good.txt', content: 'good'.repeat(10) }
const other: ZipEntry = { name: 'other.txt', content: 'other'.repeat(10) }
const stored: ZipEntry = { name: 'stored.txt', content: 'stored', method: 0 }

/** A descriptor with its mark: checksum, compressed size, size. */
function descriptor(
  entry: ZipEntry,
  changes: { crc?: number; size?: number; compressedSize?: number } = {},
): Buffer {
  const content = Buffer.from(entry.content ?? '')
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(changes.crc ?? crc32(content), 4)
  bytes.writeUInt32LE(changes.compressedSize ?? deflateRawSync(content).length, 8)
  bytes.writeUInt32LE(changes.size ?? content.length, 12)
  return bytes
}

function streamed(changes: Parameters<typeof descriptor>[1] = {}): ZipEntry {
  const local = { crc: 0, size: 0, compressedSize: 0 }
  return { ...good, flags: 0x808, local, after: descriptor(good, changes) }
}

/** An extra field: id, size, data. */
function extraField(id: number, data: Buffer): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(data.length, 2)
  return Buffer.concat([head, data])
}

/** A zip64 field with the size and the compressed size of the content "a". */
function zip64(size: number): Buffer {
  const sizes = BigUint64Array.of(BigInt(size), BigInt(deflateRawSync('a').length))
  return extraField(1, Buffer.from(sizes.buffer))
}

function endRecord(start: number, size: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(start, 16)
  return end
}

interface Case {
  readonly code: string
  readonly what: string
  readonly bytes: () => Buffer
  readonly profiles?: readonly ReadProfile[]
}

const mismatches = (
  [
    ['name', { name: 'evil.txt' }],
    ['longer name', { name: 'good.txt.exe' }],
    ['size', { size: 1 }],
    ['compressed size', { compressedSize: 1 }],
    ['method', { method: 0 }],
    ['flags', { flags: 0 }],
    ['checksum', { crc: 1 }],
  ] as const
).map(([what, local]) => ({
  code: 'ARCHIVE_ZIP_MISMATCH',
  what: `another ${what} beside the content`,
  bytes: () => zip([{ ...good, local }, other]),
}))

const cases: readonly Case[] = [
  ...mismatches,
  {
    code: 'ARCHIVE_ZIP_MISMATCH',
    what: 'a descriptor with another checksum',
    bytes: () => zip([streamed({ crc: 1 })]),
    profiles: FOREIGN,
  },
  {
    code: 'ARCHIVE_ZIP_MISMATCH',
    what: 'a descriptor with another size',
    bytes: () => zip([streamed({ size: 1 })]),
    profiles: FOREIGN,
  },
  {
    code: 'ARCHIVE_ZIP_MISMATCH',
    what: 'a descriptor with another compressed size',
    bytes: () => zip([streamed({ compressedSize: 1 })]),
    profiles: FOREIGN,
  },
  {
    code: 'ARCHIVE_ZIP_MISMATCH',
    what: 'a second name in a unicode path field',
    bytes: () =>
      zip([
        {
          ...good,
          extra: extraField(0x7075, Buffer.concat([Buffer.of(1, 0, 0, 0, 0), Buffer.from('evil.txt')])),
        },
      ]),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a descriptor of an odd length',
    bytes: () => zip([{ ...streamed(), after: Buffer.concat([descriptor(good), Buffer.from('hid')]) }]),
    profiles: FOREIGN,
  },

  {
    code: 'ARCHIVE_ZIP_MISMATCH',
    what: 'another size in the zip64 field beside the content',
    bytes: () => {
      const entry = { name: 'a', content: 'a', size: 0xffffffff, compressedSize: 0xffffffff }
      return zip([{ ...entry, extra: zip64(1), local: { extra: zip64(2) } }])
    },
    profiles: FOREIGN,
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a zip64 field that is too short',
    bytes: () => zip([{ ...good, size: 0xffffffff, extra: extraField(1, Buffer.alloc(4)) }]),
  },

  // Directory and end
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'fewer entries in the end record',
    bytes: () => zip([good, other], { end: { count: 1 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'more entries in the end record',
    bytes: () => zip([good, other], { end: { count: 3 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a directory that ends after the end record',
    bytes: () => zip([good], { end: { size: 500 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'one of several disks',
    bytes: () => zip([good], { end: { disk: 1 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'another directory in the comment',
    bytes: () => {
      const inner = zip([stored])
      return zip([good], { comment: inner })
    },
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'an end record in the comment',
    bytes: () => zip([good], { comment: endRecord(0, 0) }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a zip64 record with another number of entries',
    bytes: () => zip([good, other], { zip64: { count: 1 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a zip64 record with another start',
    bytes: () => zip([good, other], { zip64: { start: 5 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a zip64 record with another size',
    bytes: () => zip([good, other], { zip64: { size: 46 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a zip64 record elsewhere',
    bytes: () => zip([good, other], { zip64: { recordShift: -4 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a zip64 record with numbers beyond all',
    bytes: () => zip([good], { zip64: { start: 2 ** 60 } }),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'no local header where an entry starts',
    bytes: () => {
      const bytes = zip([good, other])
      bytes.write('PK\x03\x05', zipLocal(good).length, 'latin1')
      return bytes
    },
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'an extra field that is cut off',
    bytes: () => zip([{ ...good, extra: Buffer.of(1, 0, 99, 0) }]),
  },
  { code: 'ARCHIVE_ZIP_STRUCTURE', what: 'unknown flags', bytes: () => zip([{ ...good, flags: 0x810 }]) },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a folder with content',
    bytes: () => zip([{ name: 'lib/', content: 'x', unixMode: 0o040755 }]),
  },
  { code: 'ARCHIVE_TRUNCATED', what: 'no end record', bytes: () => zip([good]).subarray(0, -22) },
  {
    code: 'ARCHIVE_TRUNCATED',
    what: 'in the middle of the end record',
    bytes: () => zip([good], { comment: Buffer.from('comment') }).subarray(0, -3),
  },
  {
    code: 'ARCHIVE_TRUNCATED',
    what: 'in the middle of compressed data',
    bytes: () => zip([{ ...good, raw: deflateRawSync(good.content ?? '').subarray(0, -2) }]),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'bytes after the zip',
    bytes: () => zip([good], { after: Buffer.from('hidden') }),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'bytes before the zip',
    bytes: () => zip([good], { before: Buffer.from('PK\x03\x04#!/bin/sh') }),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'bytes between entries',
    bytes: () => zip([{ ...good, after: Buffer.from('hidden') }, other]),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'bytes before the directory',
    bytes: () => zip([good], { beforeDirectory: Buffer.from('hidden') }),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'an entry that the directory does not have',
    bytes: () => zip([good], { beforeDirectory: zipLocal(other) }),
  },
  {
    code: 'ARCHIVE_SECOND_ARCHIVE',
    what: 'a second zip',
    bytes: () => Buffer.concat([zip([good]), zip([other])]),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'bytes between the directory and the end record',
    bytes: () => zip([good], { afterDirectory: Buffer.from('hidden') }),
  },

  // Overlaps
  {
    code: 'ARCHIVE_ZIP_OVERLAP',
    what: 'a shared local header',
    bytes: () => zip([good, { ...good, name: 'twin.txt', central: { offset: 0 } }]),
  },
  {
    code: 'ARCHIVE_ZIP_OVERLAP',
    what: 'an entry inside another',
    bytes: () => {
      const inner = zipLocal(other)
      const outer: ZipEntry = { name: 'outer.bin', content: inner, method: 0 }
      return zip([outer, { ...other, central: { offset: 39 } }])
    },
    profiles: FOREIGN,
  },
  {
    code: 'ARCHIVE_ZIP_OVERLAP',
    what: 'content that reaches into the directory',
    bytes: () => zip([{ ...good, compressedSize: 40 }]),
  },

  // Content
  {
    code: 'ARCHIVE_CHECKSUM_MISMATCH',
    what: 'a wrong CRC in both places',
    bytes: () => zip([{ ...good, crc: 1 }]),
  },
  { code: 'ARCHIVE_ENTRY_SIZE', what: 'more bytes than the size', bytes: () => zip([{ ...good, size: 10 }]) },
  {
    code: 'ARCHIVE_ENTRY_SIZE',
    what: 'many more bytes than the size',
    bytes: () => zip([{ name: 'bomb', content: Buffer.alloc(3_000_000), size: 300_000 }]),
  },
  {
    code: 'ARCHIVE_ENTRY_SIZE',
    what: 'fewer bytes than the size',
    bytes: () => zip([{ ...good, size: 100 }]),
  },
  {
    code: 'ARCHIVE_ENTRY_SIZE',
    what: 'bytes after the compressed data',
    bytes: () =>
      zip([{ ...good, raw: Buffer.concat([deflateRawSync(good.content ?? ''), Buffer.from('hidden')]) }]),
  },
  {
    code: 'ARCHIVE_ENTRY_SIZE',
    what: 'bytes after the compressed data of a large file',
    bytes: () =>
      zip([
        {
          name: 'large',
          content: Buffer.alloc(600_000, 'ab'),
          raw: Buffer.concat([deflateRawSync(Buffer.alloc(600_000, 'ab')), Buffer.from('hidden')]),
        },
      ]),
  },
  {
    code: 'ARCHIVE_ZIP_STRUCTURE',
    what: 'a stored file with two sizes',
    bytes: () => zip([{ ...stored, size: 5 }]),
  },
  {
    code: 'ARCHIVE_CORRUPT',
    what: 'no deflate data',
    bytes: () => zip([{ ...good, raw: Buffer.alloc(20, 0xff) }]),
  },
  { code: 'ARCHIVE_ZIP_ENCRYPTED', what: 'a password', bytes: () => zip([{ ...good, flags: 0x801 }]) },
  { code: 'ARCHIVE_ZIP_ENCRYPTED', what: 'strong encryption', bytes: () => zip([{ ...good, flags: 0x841 }]) },
  {
    code: 'ARCHIVE_ZIP_ENCRYPTED',
    what: 'AES',
    bytes: () => zip([{ ...good, extra: extraField(0x9901, Buffer.alloc(7)) }]),
  },
  { code: 'ARCHIVE_ZIP_METHOD', what: 'bzip2', bytes: () => zip([{ ...good, method: 12 }]) },
  { code: 'ARCHIVE_ZIP_METHOD', what: 'deflate64', bytes: () => zip([{ ...good, method: 9 }]) },

  // Types and names
  ...(
    [
      [0o120777, 'a symbolic link'],
      [0o010644, 'a named pipe'],
      [0o020644, 'a character device'],
      [0o060644, 'a block device'],
      [0o140644, 'a socket'],
      [0o110644, 'an unknown type'],
      [0o040755, 'a folder with the name of a file'],
    ] as const
  ).map(([unixMode, what]) => ({
    code: 'ARCHIVE_ENTRY_TYPE',
    what,
    bytes: () => zip([good, { name: 'link', content: '/etc/passwd', unixMode }]),
  })),
  {
    code: 'ARCHIVE_ENTRY_TYPE',
    what: 'a file with the name of a folder',
    bytes: () => zip([{ name: 'lib/', unixMode: 0o100644 }]),
  },
  ...[0o104755, 0o102755, 0o101755].map((unixMode) => ({
    code: 'ARCHIVE_ENTRY_MODE',
    what: `mode ${unixMode.toString(8)}`,
    bytes: () => zip([{ ...good, unixMode }]),
  })),
  {
    code: 'ARCHIVE_ENTRY_ENCODING',
    what: 'a name in CP437',
    bytes: () => zip([{ ...good, name: Buffer.of(0x67, 0x94), flags: 0 }]),
  },
  {
    code: 'ARCHIVE_ENTRY_ENCODING',
    what: 'a name that is not UTF-8',
    bytes: () => zip([{ ...good, name: Buffer.of(0x67, 0xff) }]),
  },
  {
    code: 'ARCHIVE_SIGNED_MCPB',
    what: 'a bundle signed by mcpb',
    bytes: () => zip([good], { after: Buffer.from('MCPB_SIG_V1\x04\0\0\0sig!MCPB_SIG_END', 'latin1') }),
  },
  {
    code: 'ARCHIVE_SIGNED_MCPB',
    what: 'a bundle signed by mcpb, its signature as a comment',
    bytes: () => zip([good], { comment: Buffer.from('MCPB_SIG_V1\x04\0\0\0sig!MCPB_SIG_END', 'latin1') }),
  },
  {
    code: 'ARCHIVE_GITHUB_SOURCE',
    what: 'a source archive, which has the commit as its comment',
    bytes: () => zip([good], { comment: Buffer.from('0123456789'.repeat(4)) }),
  },
  {
    code: 'ARCHIVE_SIGNED_DIFY',
    what: 'a plugin signed by dify',
    bytes: () => zip([good], { comment: Buffer.from('{"signature":"AAAA","time":1}') }),
  },
  {
    code: 'ARCHIVE_SIGNED_DIFY',
    what: 'a plugin signed by dify, its comment removed',
    bytes: () => zip([good, { name: '.verification.dify.json', content: '{}' }]),
  },

  // What others write and we do not
  ...(
    [
      ['a comment', () => zip([good], { comment: Buffer.from('made by zip') })],
      ['a comment of an entry', () => zip([{ ...good, central: { comment: 'hello' } }])],
      ['an extra field', () => zip([{ ...good, extra: extraField(0x5455, Buffer.alloc(5)) }])],
      ['a data descriptor', () => zip([streamed()])],
      ['a time', () => zip([{ ...good, date: 0x5555 }])],
      ['another system', () => zip([{ ...good, madeBy: 20 }])],
      ['a folder', () => zip([{ name: 'lib/', unixMode: 0o040755 }])],
      ['another mode', () => zip([{ ...good, mode: 0o600 }])],
      ['a stored file', () => zip([stored])],
      ['a zip64 record without need', () => zip([good], { zip64: {} })],
    ] as const
  ).map(([what, bytes]) => ({ code: 'ARCHIVE_FOREIGN', what, bytes, profiles: ['own'] as const })),
]

describe.each(BOTH)('profile %s', (profile) => {
  test.each(cases.filter(({ profiles = BOTH }) => profiles.includes(profile)))(
    '$code: $what (zip)',
    async ({ code, bytes }) => {
      await expectRefused(bytes(), code, { profile })
    },
  )
})
