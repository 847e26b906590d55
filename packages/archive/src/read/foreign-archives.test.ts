import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { compareEntryNames, digestArchive, extractArchive, listArchive, writeArchive } from '../index.ts'
import {
  gzip,
  paxHeader,
  TAR_END,
  tarEntry,
  tarGz,
  tarHeader,
  zip,
  type ZipEntry,
} from './malformed-archives.test.kit.ts'

const FOREIGN = { profile: 'foreign' } as const
const LONG = `${'long-folder-name/'.repeat(8)}${'n'.repeat(60)}.txt`

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'foreign-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

function place(content: Buffer): string {
  const file = path.join(dir, 'package.bin')
  writeFileSync(file, content)
  return file
}

/** Little-endian words of 32 bits. */
const words = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer)

/** Path and content of every file, through an extraction. */
async function readAll(file: string): Promise<Record<string, string>> {
  const target = path.join(dir, 'extracted')
  const { files } = await extractArchive(file, target, FOREIGN)
  return Object.fromEntries(files.map((one) => [one.path, readFileSync(path.join(target, one.path), 'utf8')]))
}

describe('accepted in the profile foreign', () => {
  const folder = tarHeader({ name: 'lib/', typeflag: '5', mode: 0o775, uid: 1000, mtime: 1_700_000_000 })
  const file = tarEntry('a', { name: 'lib/a.txt', mode: 0o664, uid: 1000, mtime: 1_700_000_000 })
  const gnu = { magic: 'ustar  \0' }

  test.each([
    ['folders, owners, times, other modes', () => tarGz(folder, file)],
    [
      'a leading ./ and an entry for the root',
      () =>
        tarGz(tarHeader({ name: './', typeflag: '5', mode: 0o755 }), tarEntry('a', { name: './lib/a.txt' })),
    ],
    ['a folder after its files', () => tarGz(file, folder)],
    [
      'harmless pax keys',
      () =>
        tarGz(
          paxHeader([
            ['mtime', '1.5'],
            ['LIBARCHIVE.creationtime', '1'],
            ['SCHILY.xattr.user.x', 'y'],
          ]),
          file,
        ),
    ],
    [
      'a pax header that gives all',
      () =>
        tarGz(
          paxHeader([
            ['path', './lib/a.txt'],
            ['size', '1'],
          ]),
          tarEntry('a', { name: 'short' }),
        ),
    ],
    [
      'a long name of GNU tar',
      () =>
        tarGz(
          tarEntry('lib/a.txt\0', { name: '././@LongLink', typeflag: 'L', ...gnu }),
          tarEntry('a', { name: 'lib/a.t', ...gnu }),
        ),
    ],
    ['the old type of a file', () => tarGz(tarEntry('a', { name: 'lib/a.txt', typeflag: '\0' }))],
    [
      'a size in base 256',
      () =>
        tarGz(
          tarEntry('a', {
            name: 'lib/a.txt',
            size: Buffer.concat([Buffer.of(0x80), Buffer.alloc(10), Buffer.of(1)]),
          }),
        ),
    ],
    ['a full last record', () => tarGz(file, Buffer.alloc(8192))],
    ['a gzip header of another system', () => gzipSync(Buffer.concat([file, TAR_END]))],
    [
      'all fields of a gzip header',
      () => {
        const start = Buffer.concat([
          Buffer.of(0x1f, 0x8b, 8, 0x1f, 1, 2, 3, 4, 2, 3, 2, 0),
          Buffer.from('exa.tar\0comment\0'),
        ])
        const checksum = Buffer.alloc(2)
        checksum.writeUInt16LE(crc32(start) & 0xffff)
        return gzip(Buffer.concat([file, TAR_END]), { header: Buffer.concat([start, checksum]) })
      },
    ],
  ])('tar.gz: %s', async (_, build) => {
    expect(await readAll(place(build()))).toEqual({ 'lib/a.txt': 'a' })
  })

  const entry: ZipEntry = { name: 'lib/a.txt', content: 'a' }
  const streamed = (after: Buffer): ZipEntry => ({
    ...entry,
    method: 8,
    flags: 0x808,
    local: { crc: 0, size: 0, compressedSize: 0 },
    after,
  })
  const [crc, packed] = [crc32('a'), deflateRawSync('a').length]

  test.each([
    [
      'folders, a comment, another system',
      () =>
        zip(
          [
            { name: 'lib/', unixMode: 0o040755 },
            { ...entry, madeBy: 20, unixMode: 0 },
          ],
          { comment: Buffer.from('hello') },
        ),
    ],
    ['a leading ./', () => zip([{ ...entry, name: './lib/a.txt' }])],
    ['a stored file and a time', () => zip([{ ...entry, method: 0, date: 0x5555 }])],
    [
      'extra fields of times and owners',
      () => zip([{ ...entry, extra: Buffer.from('5554050003000000007875010001', 'hex').subarray(0, 9) }]),
    ],
    ['a data descriptor', () => zip([streamed(words(0x08074b50, crc, packed, 1))])],
    ['a data descriptor without its mark', () => zip([streamed(words(crc, packed, 1))])],
    ['a data descriptor in zip64', () => zip([streamed(words(0x08074b50, crc, packed, 0, 1, 0))])],
    ['a zip64 end record', () => zip([entry], { zip64: {} })],
    [
      'sizes in zip64 fields',
      () => {
        const large = { size: 0xffffffff, compressedSize: 0xffffffff }
        const extra = Buffer.concat([Buffer.of(1, 0, 16, 0), words(1, 0, packed, 0)])
        return zip([{ ...entry, ...large, extra }])
      },
    ],
    ['an ASCII name without the flag for UTF-8', () => zip([{ ...entry, flags: 0 }])],
  ])('zip: %s', async (_, build) => {
    expect(await readAll(place(build()))).toEqual({ 'lib/a.txt': 'a' })
  })
})

const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0)
const hasTool = (tool: string): boolean => spawnSync(tool, ['--help']).error === undefined

/** Makes a folder with what archives have trouble with. Returns what a reader must find. */
function makeTree(): Record<string, string> {
  const files = {
    'a.txt': 'a',
    'bin/run': '#!/bin/sh\n',
    'empty.txt': '',
    'größe/データ.txt': 'ü',
    [LONG]: 'long',
  }
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.join(dir, 'tree', path.dirname(name)), { recursive: true })
    writeFileSync(path.join(dir, 'tree', name), content)
  }
  chmodSync(path.join(dir, 'tree/bin/run'), 0o755)
  return files
}

function run(command: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: path.join(dir, 'tree'),
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command}: ${stderr}`)
  return stdout
}

describe('archives of other tools', () => {
  test.runIf(hasTool('tar')).each(['gnu', 'pax', 'ustar', 'oldgnu'])('GNU tar, format %s', async (format) => {
    const files = makeTree()
    run('tar', [`--format=${format}`, '-czf', '../made.tar.gz', '.'])
    expect(await readAll(path.join(dir, 'made.tar.gz'))).toEqual(files)
    const { entries } = await listArchive(path.join(dir, 'made.tar.gz'), FOREIGN)
    expect(entries.find((entry) => entry.path === 'bin/run')?.mode).toBe('0755')
    await expect(listArchive(path.join(dir, 'made.tar.gz'))).rejects.toMatchObject({
      code: 'ARCHIVE_FOREIGN',
    })
  })

  test.runIf(hasTool('tar'))('ARCHIVE_TAR_STRUCTURE: GNU tar, format v7, which has no mark', async () => {
    mkdirSync(path.join(dir, 'tree'))
    writeFileSync(path.join(dir, 'tree/a.txt'), 'a')
    run('tar', ['--format=v7', '-czf', '../made.tar.gz', 'a.txt'])
    await expect(listArchive(path.join(dir, 'made.tar.gz'), FOREIGN)).rejects.toMatchObject({
      code: 'ARCHIVE_TAR_STRUCTURE',
    })
  })

  test.runIf(hasTool('zip'))('Info-ZIP, as far as names are ASCII: it does not mark UTF-8', async () => {
    const files = makeTree()
    run('zip', ['-qr', '../made.zip', '.'])
    await expect(readAll(path.join(dir, 'made.zip'))).rejects.toMatchObject({
      code: 'ARCHIVE_ENTRY_ENCODING',
    })
    run('zip', ['-qd', '../made.zip', 'gr*'])
    const ascii = Object.entries(files).filter(([name]) => !name.startsWith('gr'))
    expect(await readAll(path.join(dir, 'made.zip'))).toEqual(Object.fromEntries(ascii))
  })

  test.runIf(python)('Python tarfile and zipfile', async () => {
    const files = makeTree()
    run(python ?? '', ['-c', 'import tarfile\nwith tarfile.open("../made.tar.gz", "w:gz") as t: t.add(".")'])
    run(python ?? '', ['-c', 'import shutil; shutil.make_archive("../made", "zip", ".")'])
    expect(await readAll(path.join(dir, 'made.tar.gz')).then(Object.keys)).toHaveLength(
      Object.keys(files).length,
    )
    rmSync(path.join(dir, 'extracted'), { recursive: true })
    expect(await readAll(path.join(dir, 'made.zip'))).toEqual(files)
  })
})

/** What an accepted archive holds must not depend on who reads it. */
describe('other readers see what we see', () => {
  test.runIf(python).each(['tar.gz', 'zip'] as const)('Python, %s', async (format) => {
    const files = makeTree()
    const entries = Object.entries(files).map(([name, content]) => ({
      path: name,
      source: new TextEncoder().encode(content),
      executable: false,
    }))
    const file = path.join(dir, 'ours.bin')
    await writeArchive({ file, format, entries })
    const script = {
      'tar.gz':
        'import tarfile,sys,json; t=tarfile.open(sys.argv[1]); print(json.dumps([[m.name, m.size, m.isreg()] for m in t]))',
      zip: 'import zipfile,sys,json; z=zipfile.ZipFile(sys.argv[1]); print(json.dumps([[m.filename, m.file_size, z.testzip() is None] for m in z.infolist()]))',
    }[format]
    const ours = (await digestArchive(file)).files.map((one) => [one.path, one.size, true])
    expect(JSON.parse(run(python ?? '', ['-c', script, file]))).toEqual(ours)
    expect(ours.map(([name]) => name)).toEqual(Object.keys(files).sort(compareEntryNames))
  })
})
