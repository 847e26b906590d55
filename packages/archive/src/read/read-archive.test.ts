import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type ArchiveEntry,
  checkEntryNames,
  digestArchive,
  extractArchive,
  listArchive,
  openArchive,
  readArchiveFiles,
  writeArchive,
} from '../index.ts'
import { inSandbox, tarGzOf, zip } from './malformed-archives.test.kit.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'read-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const FORMATS = ['tar.gz', 'zip'] as const
const BUILD = { 'tar.gz': tarGzOf, zip } as const
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const manifest = () => [{ path: 'manifest.json', bytes: bytes('{}') }]
const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')

function place(content: Buffer, name = 'package.bin'): string {
  const file = path.join(dir, name)
  writeFileSync(file, content)
  return file
}

const entries: ArchiveEntry[] = [
  { path: 'a.txt', source: bytes(''), executable: false },
  { path: 'bin/run', source: bytes('#!/bin/sh\n'), executable: true },
  { path: 'größe/データ.bin', source: new Uint8Array(700_000).fill(7), executable: false },
  { path: `${'long/'.repeat(20)}${'n'.repeat(101)}.txt`, source: bytes('long'), executable: false },
]

describe.each(FORMATS)('%s', (format) => {
  test('what was written is read: list, files, digest, extraction', async () => {
    const file = path.join(dir, 'demo.bin')
    const written = await writeArchive({ file, format, entries, control: manifest })

    const listing = await listArchive(file)
    expect(listing.format).toBe(format)
    expect(listing.entries).toEqual([
      { path: 'manifest.json', size: 2, mode: '0644', type: 'file' },
      ...written.files.map(({ path: name, size, mode }) => ({ path: name, size, mode, type: 'file' })),
    ])

    const files = await readArchiveFiles(file, ['manifest.json'])
    expect(Buffer.from(files.get('manifest.json') ?? []).toString()).toBe('{}')

    const digest = await digestArchive(file, { keep: ['manifest.json', 'absent'] })
    expect(digest.files.slice(1)).toEqual(written.files)
    expect(digest).toMatchObject({ format, sha256: written.sha256, sizeInBytes: written.sizeInBytes })
    expect([...digest.contents.keys()]).toEqual(['manifest.json'])

    const target = path.join(dir, 'out')
    const options = { expected: written.files, exclude: ['manifest.json'] }
    const extracted = await extractArchive(file, target, options)
    expect(extracted.files).toEqual(written.files)
    expect(readFileSync(path.join(target, 'größe/データ.bin')).length).toBe(700_000)
    expect(statSync(path.join(target, 'bin/run')).mode & 0o7777).toBe(0o755)
    expect(readdirSync(target)).not.toContain('manifest.json')
    expect(readdirSync(dir).sort()).toEqual(['demo.bin', 'out'])
  })

  test('property: any accepted tree comes back as it was', async () => {
    const part = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
      .map((text) => text.replaceAll('/', '-'))
    const name = fc
      .array(part, { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join('/').normalize('NFC'))
    const size = fc.oneof(
      fc.integer({ min: 0, max: 2000 }),
      fc.constantFrom(511, 512, 513, 65_535, 65_536, 300_000),
    )
    const file = fc.record({ name, size, seed: fc.nat(255), executable: fc.boolean() })
    const tree = fc
      .array(file, { maxLength: 12 })
      .filter((files) => checkEntryNames(files.map((one) => one.name)).length === 0)
    await fc.assert(
      fc.asyncProperty(tree, async (files) => {
        await inSandbox(async (sandbox) => {
          const sources = files.map(({ name: entry, size: length, seed, executable }) => ({
            path: entry,
            source: Uint8Array.from({ length }, (_, index) => (index * seed) >> 3),
            executable,
          }))
          const archive = path.join(sandbox, 'a.bin')
          const written = await writeArchive({ file: archive, format, entries: sources })
          const target = path.join(sandbox, 'out')
          expect((await digestArchive(archive)).files).toEqual(written.files)
          expect((await extractArchive(archive, target, { expected: written.files })).files).toEqual(
            written.files,
          )
          for (const { path: entry, source, executable } of sources) {
            const extracted = path.join(target, entry)
            expect(sha256Of(readFileSync(extracted))).toBe(sha256Of(source))
            expect(statSync(extracted).mode & 0o7777).toBe(executable ? 0o755 : 0o644)
          }
        })
      }),
      { numRuns: 25, seed: 20261120 },
    )
  })

  test('names that are special to JavaScript are names like others', async () => {
    const names = ['__proto__', 'constructor', 'prototype/toString', 'hasOwnProperty']
    const file = place(BUILD[format](names.map((name) => ({ name, content: name }))))
    expect((await listArchive(file)).entries.map((entry) => entry.path)).toEqual(names)
    expect([...(await readArchiveFiles(file, ['__proto__'])).keys()]).toEqual(['__proto__'])
    await extractArchive(file, path.join(dir, 'out'))
    expect(readFileSync(path.join(dir, 'out', '__proto__'), 'utf8')).toBe('__proto__')
  })

  test('an archive without entries is one', async () => {
    const file = place(BUILD[format]([]))
    expect(await listArchive(file)).toEqual({ format, entries: [] })
    await extractArchive(file, path.join(dir, 'out'))
    expect(readdirSync(path.join(dir, 'out'))).toEqual([])
  })

  test('ARCHIVE_ENTRY_MISSING and ARCHIVE_NESTED_ROOT', async () => {
    const nested = place(BUILD[format]([{ name: 'crm/a.txt' }, { name: 'crm/manifest.json' }]), 'nested')
    await expect(readArchiveFiles(nested, ['manifest.json'])).rejects.toMatchObject({
      code: 'ARCHIVE_NESTED_ROOT',
    })
    const two = place(BUILD[format]([{ name: 'crm/manifest.json' }, { name: 'other/a.txt' }]), 'two')
    await expect(readArchiveFiles(two, ['manifest.json'])).rejects.toMatchObject({
      code: 'ARCHIVE_ENTRY_MISSING',
    })
  })

  test('ARCHIVE_LIMIT_EXCEEDED: a control file that is too large to keep in memory', async () => {
    const file = place(BUILD[format]([{ name: 'manifest.json', content: Buffer.alloc(101) }]))
    const limits = { controlSizeInBytes: 100 }
    const refused = { code: 'ARCHIVE_LIMIT_EXCEEDED' }
    await expect(readArchiveFiles(file, ['manifest.json'], { limits })).rejects.toMatchObject(refused)
    await expect(digestArchive(file, { keep: ['manifest.json'], limits })).rejects.toMatchObject(refused)
    await expect(digestArchive(file, { limits })).resolves.toBeDefined()
  })

  test('a signal stops each reading with its reason', async () => {
    const file = place(BUILD[format]([{ name: 'large', content: Buffer.alloc(4_000_000, 'abc') }]))
    const reason = new Error('stopped')
    const readings = [
      (signal: AbortSignal) => listArchive(file, { signal }),
      (signal: AbortSignal) => digestArchive(file, { signal }),
      (signal: AbortSignal) => readArchiveFiles(file, ['large'], { signal }),
      (signal: AbortSignal) => extractArchive(file, path.join(dir, 'out'), { signal }),
    ]
    for (const read of readings) {
      await expect(read(AbortSignal.abort(reason))).rejects.toBe(reason)
      const later = new AbortController()
      const reading = read(later.signal)
      setImmediate(() => later.abort(reason))
      await expect(reading).rejects.toBe(reason)
    }
    expect(readdirSync(dir)).toEqual(['package.bin'])
  })

  test('an open archive stays the file that was opened, whatever takes its name', async () => {
    const file = place(BUILD[format]([{ name: 'a.txt', content: 'verified' }]))
    const archive = await openArchive(file)
    try {
      const { files } = await archive.digest()
      rmSync(file)
      place(BUILD[format]([{ name: 'a.txt', content: 'replaced' }]))
      await archive.extract(path.join(dir, 'out'), { expected: files })
    } finally {
      await archive.close()
    }
    expect(readFileSync(path.join(dir, 'out', 'a.txt'), 'utf8')).toBe('verified')
  })

  test('ARCHIVE_CHANGED_WHILE_READ: written to after it was opened', async () => {
    const content = BUILD[format]([{ name: 'a.txt', content: 'verified' }])
    const file = place(content)
    const archive = await openArchive(file)
    try {
      writeFileSync(file, content.subarray(0, -1))
      writeFileSync(file, Buffer.concat([content, Buffer.of(0)]))
      await expect(archive.digest()).rejects.toMatchObject({ code: 'ARCHIVE_CHANGED_WHILE_READ' })
    } finally {
      await archive.close()
    }
  })
})

describe('what is not an archive', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), 'an empty file'],
    ['a web page', Buffer.from('\n<!doctype html><title>Not found</title>'), 'a web page'],
    [
      'a plain tar',
      Buffer.concat([Buffer.alloc(257), Buffer.from('ustar')]),
      'a tar archive that is not compressed',
    ],
    ['zstd', Buffer.of(0x28, 0xb5, 0x2f, 0xfd), 'a zstd file'],
    ['xz', Buffer.from('\xfd7zXZ\0', 'latin1'), 'an xz file'],
    ['wasm', Buffer.from('\0asm\x01\0\0\0', 'latin1'), 'a WebAssembly module'],
    ['JSON', Buffer.from('{"message":"Not found"}'), 'a JSON file'],
    ['text', Buffer.from('hello'), 'no format we know'],
  ])('ARCHIVE_UNKNOWN_FORMAT: %s', async (_, content, looksLike) => {
    const refused = { code: 'ARCHIVE_UNKNOWN_FORMAT', message: expect.stringContaining(looksLike) as string }
    await expect(listArchive(place(content))).rejects.toMatchObject(refused)
  })

  test.each([
    ['a.tar.gz', zip([])],
    ['a.tgz', zip([])],
    ['a.PLUG', zip([])],
    ['a.zip', tarGzOf([])],
  ])('ARCHIVE_WRONG_EXTENSION: %s', async (name, content) => {
    await expect(listArchive(place(content, name))).rejects.toMatchObject({ code: 'ARCHIVE_WRONG_EXTENSION' })
  })

  test('ARCHIVE_NOT_READABLE: no file, a folder, a device', async () => {
    mkdirSync(path.join(dir, 'folder'))
    for (const file of [path.join(dir, 'absent'), path.join(dir, 'folder'), '/dev/null']) {
      await expect(listArchive(file)).rejects.toMatchObject({
        code: 'ARCHIVE_NOT_READABLE',
        diagnostics: [{ file }],
      })
    }
  })
})
