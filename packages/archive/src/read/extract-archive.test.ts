import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { digestArchive, extractArchive, type FileDigest } from '../index.ts'
import { gzip, TAR_END, tarEntry, tarGzOf, zip } from './malformed-archives.test.kit.ts'

let dir: string
let target: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'extract-'))
  target = path.join(dir, 'out')
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const made = [
  { name: 'manifest.json', content: '{}' },
  { name: 'bin/run', content: '#!/bin/sh\n', mode: 0o755 },
  { name: 'lib/a.txt', content: 'a' },
]

const modeOf = (name: string): number => statSync(path.join(target, name)).mode & 0o7777
const openFiles = (): number => readdirSync('/proc/self/fd').length

function place(content: Buffer): string {
  const file = path.join(dir, 'package.bin')
  writeFileSync(file, content)
  return file
}

describe.each([
  ['tar.gz', tarGzOf],
  ['zip', zip],
] as const)('%s', (_format, build) => {
  let file: string
  let listed: readonly FileDigest[]
  beforeEach(async () => {
    file = place(build(made))
    listed = (await digestArchive(file)).files
  })

  const change = (name: string, changes: Partial<FileDigest>): FileDigest[] =>
    listed.map((one) => (one.path === name ? { ...one, ...changes } : one))

  async function expectNothing(code: string, options: Parameters<typeof extractArchive>[2]): Promise<void> {
    await expect(extractArchive(file, target, options)).rejects.toMatchObject({ code })
    expect(readdirSync(dir)).toEqual(['package.bin'])
  }

  test('ARCHIVE_ENTRY_UNLISTED: an entry that nobody expects', async () => {
    await expectNothing('ARCHIVE_ENTRY_UNLISTED', { expected: listed.slice(0, 2) })
    await expectNothing('ARCHIVE_ENTRY_UNLISTED', { expected: listed.slice(1), exclude: [] })
  })

  test('ARCHIVE_ENTRY_MISSING: an expected file that is not there', async () => {
    const absent = { path: 'lib/b.txt', size: 0, sha256: '', mode: '0644' } as const
    await expectNothing('ARCHIVE_ENTRY_MISSING', { expected: [...listed, absent] })
  })

  test('ARCHIVE_CONTENT_MISMATCH: another size, mode or digest', async () => {
    await expectNothing('ARCHIVE_CONTENT_MISMATCH', { expected: change('lib/a.txt', { size: 2 }) })
    await expectNothing('ARCHIVE_CONTENT_MISMATCH', { expected: change('lib/a.txt', { mode: '0755' }) })
    await expectNothing('ARCHIVE_CONTENT_MISMATCH', { expected: change('bin/run', { mode: '0644' }) })
    await expectNothing('ARCHIVE_CONTENT_MISMATCH', {
      expected: change('lib/a.txt', { sha256: '0'.repeat(64) }),
    })
  })

  test('two files with their names swapped are two mismatches', async () => {
    file = place(
      build([
        { name: 'a', content: 'one' },
        { name: 'b', content: 'two' },
      ]),
    )
    const [a, b] = (await digestArchive(file)).files
    if (a === undefined || b === undefined) throw new Error('two files')
    const expected = [
      { ...a, path: 'b' },
      { ...b, path: 'a' },
    ]
    await expectNothing('ARCHIVE_CONTENT_MISMATCH', { expected })
  })

  test('excluded entries are checked and not written', async () => {
    await extractArchive(file, target, { expected: listed.slice(1), exclude: ['manifest.json'] })
    expect(readdirSync(target, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
      'bin',
      'bin/run',
      'lib',
      'lib/a.txt',
    ])
  })

  test('ARCHIVE_TARGET_EXISTS: a folder, a file, a link, a link to nowhere; none of them touched', async () => {
    const makers = [
      () => mkdirSync(target),
      () => writeFileSync(target, 'mine'),
      () => symlinkSync(dir, target),
      () => symlinkSync('nowhere', target),
    ]
    for (const make of makers) {
      make()
      const before = lstatSync(target)
      await expect(extractArchive(file, target)).rejects.toMatchObject({
        code: 'ARCHIVE_TARGET_EXISTS',
        diagnostics: [{ file: target }],
      })
      expect(lstatSync(target).ino).toBe(before.ino)
      expect(readdirSync(dir).sort()).toEqual(['out', 'package.bin'])
      if (before.isSymbolicLink()) expect(readlinkSync(target)).toBeTruthy()
      rmSync(target, { recursive: true })
    }
  })

  test('ARCHIVE_TARGET_NOT_WRITABLE: the folder around the target is missing, or a file', async () => {
    const refused = { code: 'ARCHIVE_TARGET_NOT_WRITABLE' }
    await expect(extractArchive(file, path.join(dir, 'absent', 'out'))).rejects.toMatchObject(refused)
    await expect(extractArchive(file, path.join(file, 'out'))).rejects.toMatchObject(refused)
    expect(readdirSync(dir)).toEqual(['package.bin'])
  })

  test('modes are 0644 and 0755, under any umask', async () => {
    const before = process.umask(0o077)
    try {
      await extractArchive(file, target)
    } finally {
      process.umask(before)
    }
    expect(['', 'bin', 'bin/run', 'lib/a.txt'].map(modeOf)).toEqual([0o755, 0o755, 0o755, 0o644])
  })

  test('a folder that appears at the target meanwhile stays as it is', async () => {
    const extraction = extractArchive(file, target)
    mkdirSync(target)
    await expect(extraction).rejects.toMatchObject({ code: 'ARCHIVE_TARGET_EXISTS' })
    expect(readdirSync(target)).toEqual([])
  })
})

test('what fails at the last byte of a large archive leaves nothing, then or later', async () => {
  const large = Buffer.alloc(3_000_000, 'content ')
  const tar = Buffer.concat([tarEntry(large, { name: 'large' }), tarEntry('x', { name: 'last' }), TAR_END])
  const file = place(gzip(tar, { crc: 1 }))
  await expect(extractArchive(file, target)).rejects.toMatchObject({ code: 'ARCHIVE_CHECKSUM_MISMATCH' })
  expect(readdirSync(dir)).toEqual(['package.bin'])
  // Some libraries go on writing after they have reported an error; a folder made anew must stay empty.
  mkdirSync(target)
  for (let turn = 0; turn < 20; turn++) await nextTurn()
  expect(readdirSync(target)).toEqual([])
})

test('a file and its folders are only made where nothing is, so a link planted meanwhile is not followed', async () => {
  const outside = path.join(dir, 'outside')
  mkdirSync(outside)
  // Many entries, so that the plant comes in between.
  const entries = Array.from({ length: 200 }, (_, index) => ({
    name: `lib-${index}/file.txt`,
    content: Buffer.alloc(40_000, `${index} `),
  }))
  const file = place(tarGzOf(entries))
  const extraction = extractArchive(file, target).then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )
  let planted = false
  while (!planted) {
    const staging = readdirSync(dir).find((name) => name.includes('.staging-'))
    if (staging !== undefined && !existsSync(path.join(dir, staging, 'lib-199'))) {
      symlinkSync(outside, path.join(dir, staging, 'lib-199'))
      planted = true
    } else await nextTurn()
  }
  expect(await extraction).toBe('ARCHIVE_TARGET_NOT_WRITABLE')
  expect(readdirSync(outside)).toEqual([])
  expect(readdirSync(dir).sort()).toEqual(['outside', 'package.bin'])
})

test('descriptors are closed, whatever happens', async () => {
  if (!existsSync('/proc/self/fd')) return
  const file = place(tarGzOf(made))
  await digestArchive(file)
  const before = openFiles()
  for (let round = 0; round < 20; round++) {
    await extractArchive(file, path.join(dir, `out-${round}`))
    await expect(extractArchive(file, target, { expected: [] })).rejects.toThrow()
  }
  writeFileSync(file, readFileSync(file).subarray(0, -30))
  for (let round = 0; round < 20; round++) await expect(extractArchive(file, target)).rejects.toThrow()
  expect(openFiles()).toBe(before)
})
