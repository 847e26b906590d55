import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ArchiveEntry, createSegmentCache, type SegmentCache, writeArchive } from '../index.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'segments-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const folder = (): string => path.join(dir, 'cache')
const keyOf = (first: string, rest = '0'): string => first.padEnd(64, rest)
const valuesIn = (cache: string): string[] =>
  readdirSync(cache, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))

const codesOf = ({ diagnostics }: SegmentCache): string[] =>
  diagnostics.map(({ code, severity }) => `${severity} ${code}`)

describe('a cache', () => {
  test('gives back what was stored, to another process too', () => {
    const value = Buffer.from('value')
    createSegmentCache({ dir: folder() }).store(keyOf('ab'), value)
    const cache = createSegmentCache({ dir: folder() })
    expect(cache.load(keyOf('ab'))).toEqual(value)
    expect(cache.load(keyOf('ac'))).toBeUndefined()
  })

  test('is private', () => {
    const cache = createSegmentCache({ dir: folder() })
    cache.store(keyOf('ab'), Buffer.from('value'))
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
    expect(valuesIn(folder()).map((file) => statSync(file).mode & 0o777)).toEqual([0o600])
  })

  test.each([
    ['cut short', (stored: Buffer) => stored.subarray(0, -1)],
    [
      'changed',
      (stored: Buffer) => Buffer.from(stored.map((byte, index) => (index === 40 ? byte ^ 1 : byte))),
    ],
    ['empty', () => Buffer.alloc(0)],
  ])('does not give a value that was %s', (_how, damage) => {
    const cache = createSegmentCache({ dir: folder() })
    cache.store(keyOf('ab'), Buffer.from('a value of some length'))
    for (const file of valuesIn(folder())) writeFileSync(file, damage(readFileSync(file)))
    expect(cache.load(keyOf('ab'))).toBeUndefined()
  })

  test('lets go of what was used least recently', () => {
    // 1000 bytes for each of the 256 folders: two values of 400 and their digests.
    const cache = createSegmentCache({ dir: folder(), maxBytes: 256_000 })
    for (const [age, rest] of ['1', '2', '3'].entries()) {
      cache.store(keyOf('ab', rest), Buffer.alloc(400))
      const file = path.join(folder(), 'ab', keyOf('ab', rest))
      utimesSync(file, 1e9 + age, 1e9 + age)
      // Used again: now it is the newest.
      if (rest === '2') cache.load(keyOf('ab', '1'))
    }
    const kept = ['1', '2', '3'].filter((rest) => cache.load(keyOf('ab', rest)) !== undefined)
    expect(kept).toEqual(['1', '3'])
  })
})

describe('ARCHIVE_CACHE_IGNORED', () => {
  const warning = ['warning ARCHIVE_CACHE_IGNORED']

  test.each([0o770, 0o702])('a folder that others may write to: %o', (mode) => {
    mkdirSync(folder())
    chmodSync(folder(), mode)
    const cache = createSegmentCache({ dir: folder() })
    expect(codesOf(cache)).toEqual(warning)
    cache.store(keyOf('ab'), Buffer.from('value'))
    expect(readdirSync(folder())).toEqual([])
    expect(cache.load(keyOf('ab'))).toBeUndefined()
  })

  test('a link, and a file', () => {
    mkdirSync(path.join(dir, 'elsewhere'))
    symlinkSync('elsewhere', folder())
    expect(codesOf(createSegmentCache({ dir: folder() }))).toEqual(warning)
    rmSync(folder())
    writeFileSync(folder(), '')
    expect(codesOf(createSegmentCache({ dir: folder() }))).toEqual(['info ARCHIVE_CACHE_IGNORED'])
  })

  test('an archive is written all the same, and says so', async () => {
    mkdirSync(folder())
    chmodSync(folder(), 0o777)
    const file = path.join(dir, 'x.plug')
    const cache = createSegmentCache({ dir: folder() })
    const written = await writeArchive({ file, format: 'tar.gz', entries: [], cache })
    expect(written.diagnostics.map(({ code }) => code)).toEqual(['ARCHIVE_CACHE_IGNORED'])
    expect(statSync(file).size).toBe(written.sizeInBytes)
  })
})

const files = (): ArchiveEntry[] =>
  Array.from({ length: 200 }, (_, index) => ({
    path: `src/${index}.txt`,
    source: Buffer.from(`line ${index}\n`.repeat(40 * (index + 1))),
    executable: index % 7 === 0,
  }))

describe.each(['tar.gz', 'zip'] as const)('%s through the cache', (format) => {
  const large = { path: 'large.bin', source: Buffer.from('0123456789'.repeat(200_000)), executable: false }
  const pack = async (entries: ArchiveEntry[], cache: SegmentCache | false) =>
    (await writeArchive({ file: path.join(dir, 'x'), format, entries, cache })).sha256

  test('has the bytes that it has without: cold, warm, after a change, after damage', async () => {
    const cache = createSegmentCache({ dir: folder() })
    const entries = [...files(), large]
    const expected = await pack(entries, false)
    expect(await pack(entries, cache)).toBe(expected)
    const stored = valuesIn(folder())
    expect(await pack(entries, cache)).toBe(expected)
    expect(valuesIn(folder())).toEqual(stored)

    const changed = entries.with(77, {
      ...entries[77],
      path: 'src/77.txt',
      source: Buffer.from('changed'),
      executable: false,
    })
    expect(await pack(changed, cache)).toBe(await pack(changed, false))
    expect(valuesIn(folder()).length - stored.length).toBeLessThanOrEqual(3)

    const before = valuesIn(folder()).length
    const more = [...entries, { path: 'src/1000.txt', source: Buffer.from('new'), executable: false }]
    expect(await pack(more, cache)).toBe(await pack(more, false))
    expect(valuesIn(folder()).length - before).toBeLessThanOrEqual(4)

    for (const file of valuesIn(folder())) writeFileSync(file, 'not a value')
    expect(await pack(entries, cache)).toBe(expected)
  })

  test('a mode, a name or an order is not taken from another segment', async () => {
    const cache = createSegmentCache({ dir: folder() })
    const [a, b] = [Buffer.from('a'), Buffer.from('b')]
    const variants = [
      [{ path: 'x', source: a, executable: false }],
      [{ path: 'x', source: a, executable: true }],
      [{ path: 'y', source: a, executable: false }],
      [{ path: 'x', source: b, executable: false }],
      [
        { path: 'x', source: a, executable: false },
        { path: 'y', source: b, executable: false },
      ],
      [
        { path: 'x', source: b, executable: false },
        { path: 'y', source: a, executable: false },
      ],
    ]
    for (const entries of variants) expect(await pack(entries, cache)).toBe(await pack(entries, false))
  })
})
