import { gzipSync } from 'node:zlib'
import { describe, test } from 'vitest'
import {
  expectRefused,
  gzip,
  paxHeader,
  paxRecord,
  TAR_END,
  tarEntry,
  tarGz,
  tarGzOf,
  tarHeader,
} from './malformed-archives.test.kit.ts'
import type { ReadProfile } from './options.ts'

const BOTH: readonly ReadProfile[] = ['own', 'foreign']
const good = tarEntry('good', { name: 'good.txt' })
const valid = tarGz(good)
const base256 = Buffer.concat([Buffer.of(0x80), Buffer.alloc(11)])
const negative = Buffer.alloc(12, 0xff)
const huge = Buffer.from([0x80, ...Array.from({ length: 11 }, () => 0xff)])

interface Case {
  readonly code: string
  readonly what: string
  readonly bytes: () => Buffer
  readonly profiles?: readonly ReadProfile[]
}

const cases: readonly Case[] = [
  // Links, devices, special files
  ...(
    [
      ['1', 'a hard link out of the folder', '../../etc/passwd'],
      ['1', 'a hard link to an entry', 'good.txt'],
      ['2', 'an absolute symbolic link', '/etc'],
      ['2', 'a relative symbolic link', '../..'],
      ['2', 'a dangling symbolic link', 'nowhere'],
      ['3', 'a character device', ''],
      ['4', 'a block device', ''],
      ['6', 'a named pipe', ''],
      ['7', 'a contiguous file', ''],
      ['D', 'a GNU directory listing', ''],
      ['K', 'a long link target', ''],
      ['M', 'a volume continuation', ''],
      ['N', 'an old GNU long name', ''],
      ['S', 'a sparse file', ''],
      ['V', 'a volume label', ''],
      ['X', 'a Solaris header', ''],
      ['s', 'a socket by an unknown type', ''],
      ['0', 'a file with a link target', '../../etc/passwd'],
    ] as const
  ).map(([typeflag, what, linkName]) => ({
    code: 'ARCHIVE_ENTRY_TYPE',
    what,
    bytes: () => tarGz(good, tarHeader({ name: 'link', typeflag, linkName })),
  })),
  {
    code: 'ARCHIVE_ENTRY_TYPE',
    what: 'a file written through a symbolic link',
    bytes: () =>
      tarGz(
        tarHeader({ name: 'lib', typeflag: '2', linkName: '../..' }),
        tarEntry('evil', { name: 'lib/evil' }),
      ),
  },
  {
    code: 'ARCHIVE_ENTRY_TYPE',
    what: 'a chain of links',
    bytes: () =>
      tarGz(
        tarHeader({ name: 'a', typeflag: '2', linkName: '.' }),
        tarHeader({ name: 'b', typeflag: '2', linkName: 'a/..' }),
        tarHeader({ name: 'c', typeflag: '1', linkName: 'b/etc/passwd' }),
      ),
  },
  ...[0o4755, 0o2755, 0o1755].map((mode) => ({
    code: 'ARCHIVE_ENTRY_MODE',
    what: `mode ${mode.toString(8)}`,
    bytes: () => tarGz(tarEntry('x', { mode })),
  })),

  // Header fields
  {
    code: 'ARCHIVE_CHECKSUM_MISMATCH',
    what: 'a header changed after its checksum',
    bytes: () => tarGz(tarHeader({ keepChecksum: true, patch: (block) => block.write('b.txt') })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'no mark "ustar" (v7)',
    bytes: () => tarGz(tarHeader({ magic: '\0\0\0\0\0\0\0\0' })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'another version of ustar',
    bytes: () => tarGz(tarHeader({ magic: 'ustar\x0001' })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a negative size',
    bytes: () => tarGz(tarHeader({ size: negative })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a size beyond all numbers',
    bytes: () => tarGz(tarHeader({ size: huge })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a size with a sign',
    bytes: () => tarGz(tarHeader({ size: Buffer.from('-0000000001 ') })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a size in decimal digits',
    bytes: () => tarGz(tarHeader({ size: Buffer.from('00000000009 ') })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a size with digits after its end',
    bytes: () => tarGz(tarHeader({ size: Buffer.from('0000 0000001') })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'an empty size',
    bytes: () => tarGz(tarHeader({ size: Buffer.alloc(12) })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'bytes after the end of a name',
    bytes: () => tarGz(tarHeader({ name: 'good.txt\0/../../evil' })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a name that is not UTF-8',
    bytes: () => tarGz(tarHeader({ name: Buffer.of(0x61, 0xff) })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'an overlong encoding of ../',
    bytes: () => tarGz(tarHeader({ name: Buffer.of(0xc0, 0xae, 0x2e, 0x2f) })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'padding with content',
    bytes: () => {
      const entry = Buffer.from(good)
      entry.write('hidden', 600)
      return tarGz(entry)
    },
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'one zero block in the middle',
    bytes: () => tarGz(good, Buffer.alloc(512), tarEntry('x')),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a folder with content',
    bytes: () => tarGz(tarEntry('x', { name: 'lib/', typeflag: '5', mode: 0o755 })),
  },
  {
    code: 'ARCHIVE_TAR_STRUCTURE',
    what: 'a GNU long name without an end',
    bytes: () => tarGz(tarEntry('long', { typeflag: 'L', magic: 'ustar  \0' }), good),
    profiles: ['foreign'],
  },

  // Extended headers
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a link target',
    bytes: () => tarGz(paxHeader([['linkpath', '/etc/passwd']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a sparse file',
    bytes: () => tarGz(paxHeader([['GNU.sparse.major', '1']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'an unknown key',
    bytes: () => tarGz(paxHeader([['VENDOR.magic', '1']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'another character set',
    bytes: () => tarGz(paxHeader([['hdrcharset', 'BINARY']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'the same key twice',
    bytes: () =>
      tarGz(
        paxHeader([
          ['path', 'a'],
          ['path', 'b'],
        ]),
        good,
      ),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a NUL in a path',
    bytes: () => tarGz(paxHeader([['path', 'good\0/../evil']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a negative size',
    bytes: () => tarGz(paxHeader([['size', '-1']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a size in octal form',
    bytes: () => tarGz(paxHeader([['size', '010']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a size beyond all numbers',
    bytes: () => tarGz(paxHeader([['size', '9999999999999999']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a record longer than the header',
    bytes: () => tarGz(paxHeader('99 path=x\n'), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a record shorter than its text',
    bytes: () => tarGz(paxHeader('9 path=x.txt\n'), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a record without a length',
    bytes: () => tarGz(paxHeader('path=x\n'), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a record without a key',
    bytes: () => tarGz(paxHeader('5 =x\n'), good),
  },
  { code: 'ARCHIVE_PAX_RECORD', what: 'an empty header', bytes: () => tarGz(paxHeader(''), good) },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a huge header',
    bytes: () => tarGz(paxHeader([['comment', 'x'.repeat(20_000)]]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a header that claims to be huge',
    bytes: () => tarGz(tarHeader({ typeflag: 'x', size: 0o7777777777 })),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'two headers for one entry',
    bytes: () => tarGz(paxHeader([['path', 'a']]), paxHeader([['path', 'b']]), good),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a header for a GNU long name (GHSA-vmf3-w455-68vh)',
    bytes: () =>
      tarGz(paxHeader([['size', '1024']]), tarEntry('a.txt\0', { typeflag: 'L', magic: 'ustar  \0' }), good),
    profiles: ['foreign'],
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a header without an entry',
    bytes: () => tarGz(good, paxHeader([['path', 'a']])),
  },
  {
    code: 'ARCHIVE_PAX_RECORD',
    what: 'a header for all entries',
    bytes: () => tarGz(tarEntry(paxRecord('path', 'a'), { name: 'global', typeflag: 'g' }), good),
  },
  {
    code: 'ARCHIVE_ENTRY_NAME',
    what: 'a path out of the folder',
    bytes: () => tarGz(paxHeader([['path', '../evil']]), good),
  },
  {
    code: 'ARCHIVE_GITHUB_SOURCE',
    what: 'a source archive',
    bytes: () =>
      tarGz(
        paxHeader([['comment', '9'.repeat(40)]], 'g'),
        tarEntry('', { name: 'crm-1.0.0/', typeflag: '5', mode: 0o755 }),
      ),
  },

  // Ends
  { code: 'ARCHIVE_TRUNCATED', what: 'no end blocks', bytes: () => gzip(good) },
  {
    code: 'ARCHIVE_TRUNCATED',
    what: 'one end block',
    bytes: () => gzip(Buffer.concat([good, Buffer.alloc(512)])),
  },
  { code: 'ARCHIVE_TRUNCATED', what: 'in the middle of a header', bytes: () => gzip(good.subarray(0, 300)) },
  { code: 'ARCHIVE_TRUNCATED', what: 'in the middle of a file', bytes: () => gzip(good.subarray(0, 514)) },
  {
    code: 'ARCHIVE_TRUNCATED',
    what: 'a size larger than the archive',
    bytes: () => tarGz(tarHeader({ size: 1_000_000 })),
  },
  {
    code: 'ARCHIVE_TRUNCATED',
    what: 'in the middle of compressed data',
    bytes: () => valid.subarray(0, valid.length - 20),
  },
  {
    code: 'ARCHIVE_TRUNCATED',
    what: 'without the last byte of the checksum',
    bytes: () => valid.subarray(0, -1),
  },
  { code: 'ARCHIVE_TRUNCATED', what: 'without a gzip trailer', bytes: () => valid.subarray(0, -8) },
  { code: 'ARCHIVE_TRUNCATED', what: 'after the gzip header', bytes: () => valid.subarray(0, 10) },
  { code: 'ARCHIVE_TRUNCATED', what: 'in the gzip header', bytes: () => valid.subarray(0, 5) },
  { code: 'ARCHIVE_TRUNCATED', what: 'an empty tar', bytes: () => gzip(Buffer.alloc(0)) },
  {
    code: 'ARCHIVE_SECOND_ARCHIVE',
    what: 'a second tar',
    bytes: () => tarGz(good, TAR_END, tarEntry('evil', { name: 'evil.txt' })),
  },
  {
    code: 'ARCHIVE_SECOND_ARCHIVE',
    what: 'a second gzip member',
    bytes: () => Buffer.concat([valid, valid]),
  },
  {
    code: 'ARCHIVE_SECOND_ARCHIVE',
    what: 'an empty second gzip member',
    bytes: () => Buffer.concat([valid, gzipSync('')]),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'bytes after the tar',
    bytes: () => tarGz(good, TAR_END, Buffer.from('hidden')),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'bytes after the gzip',
    bytes: () => Buffer.concat([valid, Buffer.from('hidden')]),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'zeros after the gzip',
    bytes: () => Buffer.concat([valid, Buffer.alloc(512)]),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'one byte after the gzip',
    bytes: () => Buffer.concat([valid, Buffer.of(0)]),
  },
  {
    code: 'ARCHIVE_TRAILING_BYTES',
    what: 'megabytes of zeros after the tar',
    bytes: () => tarGz(good, Buffer.alloc(2 * 1024 * 1024)),
    profiles: ['foreign'],
  },

  // gzip
  {
    code: 'ARCHIVE_CHECKSUM_MISMATCH',
    what: 'a wrong CRC of the gzip stream',
    bytes: () => gzip(Buffer.concat([good, TAR_END]), { crc: 1 }),
  },
  {
    code: 'ARCHIVE_CHECKSUM_MISMATCH',
    what: 'a wrong size of the gzip stream',
    bytes: () => gzip(Buffer.concat([good, TAR_END]), { size: 1 }),
  },
  {
    code: 'ARCHIVE_GZIP_STRUCTURE',
    what: 'a reserved flag',
    bytes: () => gzip(TAR_END, { header: Buffer.of(0x1f, 0x8b, 8, 0x20, 0, 0, 0, 0, 0, 255) }),
  },
  {
    code: 'ARCHIVE_GZIP_STRUCTURE',
    what: 'another method',
    bytes: () => gzip(TAR_END, { header: Buffer.of(0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 255) }),
  },
  {
    code: 'ARCHIVE_GZIP_STRUCTURE',
    what: 'a name without an end',
    bytes: () => Buffer.concat([Buffer.of(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255), Buffer.alloc(5000, 0x61)]),
    profiles: ['foreign'],
  },
  {
    code: 'ARCHIVE_GZIP_STRUCTURE',
    what: 'a wrong checksum of the header',
    bytes: () => gzip(TAR_END, { header: Buffer.of(0x1f, 0x8b, 8, 2, 0, 0, 0, 0, 0, 255, 0, 0) }),
    profiles: ['foreign'],
  },
  {
    code: 'ARCHIVE_CORRUPT',
    what: 'no deflate data',
    bytes: () => Buffer.concat([valid.subarray(0, 10), Buffer.alloc(60, 0xff)]),
  },

  // What others write and we do not
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'a folder',
    bytes: () => tarGz(tarHeader({ name: 'lib/', typeflag: '5', mode: 0o755 })),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'an owner',
    bytes: () => tarGz(tarHeader({ uid: 1000 })),
    profiles: ['own'],
  },
  { code: 'ARCHIVE_FOREIGN', what: 'a time', bytes: () => tarGz(tarHeader({ mtime: 1 })), profiles: ['own'] },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'an owner name',
    bytes: () => tarGz(tarHeader({ patch: (block) => block.write('root', 265) })),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'another mode',
    bytes: () => tarGz(tarHeader({ mode: 0o600 })),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'GNU headers',
    bytes: () => tarGz(tarHeader({ magic: 'ustar  \0' })),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'a GNU long name',
    bytes: () => tarGz(tarEntry('a.txt\0', { typeflag: 'L' }), good),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'the old type of a file',
    bytes: () => tarGz(tarHeader({ typeflag: '\0' })),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'a harmless pax key',
    bytes: () => tarGz(paxHeader([['mtime', '1.5']]), good),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'a size in base 256',
    bytes: () => tarGz(tarHeader({ size: base256 })),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'more than two end blocks',
    bytes: () => tarGz(good, Buffer.alloc(8192)),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'a name in the gzip header',
    bytes: () =>
      gzip(TAR_END, {
        header: Buffer.concat([Buffer.of(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 255), Buffer.from('a.tar\0')]),
      }),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_FOREIGN',
    what: 'the gzip header of another system',
    bytes: () => gzipSync(Buffer.concat([good, TAR_END])),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_ENTRY_NAME',
    what: 'a leading ./',
    bytes: () => tarGzOf([{ name: './a.txt' }]),
    profiles: ['own'],
  },
  {
    code: 'ARCHIVE_ENTRY_NAME',
    what: 'a file that ends with a slash',
    bytes: () => tarGzOf([{ name: 'lib/' }]),
  },
]

describe.each(BOTH)('profile %s', (profile) => {
  test.each(cases.filter(({ profiles = BOTH }) => profiles.includes(profile)))(
    '$code: $what (tar.gz)',
    async ({ code, bytes }) => {
      await expectRefused(bytes(), code, { profile })
    },
  )
})
