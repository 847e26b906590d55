import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isPluginError } from '@plugwright/diagnostics'
import { describe, expect, test } from 'vitest'
import { compareEntryNames, digestArchive, extractArchive, type FileDigest } from '../index.ts'
import {
  gzip,
  inSandbox,
  paxHeader,
  TAR_END,
  tarEntry,
  tarHeader,
  zip,
  type ZipEntry,
} from './malformed-archives.test.kit.ts'
import type { ReadProfile } from './options.ts'

const ROUNDS = 200
const LIMITS = {
  unpackedSizeInBytes: 300_000,
  entries: 20,
  ratioFreeSizeInBytes: 200_000,
  archiveSizeInBytes: 100_000,
}

type Random = (below: number) => number

/** Mulberry32 by Tommy Ettinger, public domain. The seed is in the title of the test. */
function createRandom(seed: number): Random {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const SPLINTERS = [
  '../',
  '/',
  '\0',
  '\\',
  './',
  'ustar',
  'x',
  'L',
  '2',
  'PK\x03\x04',
  'PK\x05\x06',
  '\xff\xff\xff\xff',
  '7777777',
  '\x80',
  '27 path=',
  'linkpath=',
]

/** One to four changes: a byte, a splinter, a cut, a copy of a part, a removed part. */
function mutate(bytes: Buffer, random: Random): Buffer {
  let mutated = Buffer.from(bytes)
  for (let count = 1 + random(4); count > 0; count--) {
    const at = random(Math.max(mutated.length, 1))
    const end = Math.min(mutated.length, at + 1 + random(600))
    const part = mutated.subarray(at, end)
    switch (random(6)) {
      case 0:
      case 1:
        mutated[at] = random(256)
        break
      case 2:
        mutated.write(SPLINTERS[random(SPLINTERS.length)] ?? '', at, 'latin1')
        break
      case 3:
        mutated = Buffer.concat([mutated.subarray(0, at), part, mutated.subarray(at)])
        break
      case 4:
        mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(end)])
        break
      default:
        if (random(4) === 0) mutated = mutated.subarray(0, at)
    }
  }
  return mutated
}

/** Half of the headers get a right checksum again, so that what is behind it is reached. */
function repairChecksums(tar: Buffer, random: Random): Buffer {
  for (let at = 0; at + 512 <= tar.length; at += 512) {
    if (tar.toString('latin1', at + 257, at + 262) !== 'ustar' || random(2) === 0) continue
    const sum = tar
      .subarray(at, at + 512)
      .reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0)
    tar.write(`${sum.toString(8).padStart(6, '0')} \0`, at + 148, 'latin1')
  }
  return tar
}

const large = Buffer.alloc(90_000, 'some content, ')
const tar = Buffer.concat([
  tarEntry('{}', { name: 'manifest.json' }),
  tarHeader({ name: 'lib/', typeflag: '5', mode: 0o755 }),
  tarEntry('a', { name: 'lib/a.txt', mode: 0o755 }),
  paxHeader([['path', 'größe/b.txt']]),
  tarEntry('b'.repeat(700), { name: 'PaxHeader' }),
  tarEntry('lib/long.txt\0', { name: '././@LongLink', typeflag: 'L', magic: 'ustar  \0' }),
  tarEntry('c', { name: 'lib/long', magic: 'ustar  \0' }),
  tarEntry(large, { name: 'large.bin' }),
  TAR_END,
])
const zipEntries: readonly ZipEntry[] = [
  { name: 'manifest.json', content: '{}' },
  { name: 'lib/', unixMode: 0o040755 },
  { name: 'lib/a.txt', content: 'a', mode: 0o755 },
  { name: 'größe/b.txt', content: 'b'.repeat(700) },
  { name: 'stored.txt', content: 'stored', method: 0 },
  { name: 'large.bin', content: large },
]
const tarGz = gzip(tar)
const zipped = zip(zipEntries)

const subjects: Record<string, (random: Random) => Buffer> = {
  'bytes of a tar.gz': (random) => mutate(tarGz, random),
  'the tar in a tar.gz': (random) => gzip(repairChecksums(mutate(tar, random), random)),
  'the headers of the tar in a tar.gz': (random) => {
    const head = tar.subarray(0, 512 * 9)
    return gzip(Buffer.concat([repairChecksums(mutate(head, random), random), tar.subarray(head.length)]))
  },
  'bytes of a zip': (random) => mutate(zipped, random),
  'the directory of a zip': (random) => {
    const directory = zipped.length - 22 - 420
    return Buffer.concat([zipped.subarray(0, directory), mutate(zipped.subarray(directory), random)])
  },
}

async function read(bytes: Buffer, profile: ReadProfile): Promise<'accepted' | 'refused'> {
  return inSandbox(async (dir) => {
    const file = path.join(dir, 'package.bin')
    writeFileSync(file, bytes)
    const options = { profile, limits: LIMITS, signal: AbortSignal.timeout(5000) }
    const extracted = await settle(extractArchive(file, path.join(dir, 'out'), options))
    const digest = await settle(digestArchive(file, options))
    if (extracted === undefined) {
      expect(digest).toBeUndefined()
      expect(readdirSync(dir)).toEqual(['package.bin'])
      return 'refused'
    }
    expect(extracted.files).toEqual(digest?.files)
    expect(listFiles(path.join(dir, 'out'))).toEqual(
      extracted.files.map((one) => one.path).sort(compareEntryNames),
    )
    assertWithinLimits(extracted.files)
    return 'accepted'
  })
}

/** Anything but a refusal is a failure of the test. */
async function settle<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if (!isPluginError(error)) throw error
    return undefined
  }
}

function listFiles(dir: string): string[] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((file) => !file.isDirectory())
    .map((file) => {
      expect(file.isFile()).toBe(true)
      return path.relative(dir, path.join(file.parentPath, file.name))
    })
    .sort(compareEntryNames)
}

function assertWithinLimits(files: readonly FileDigest[]): void {
  expect(files.length).toBeLessThanOrEqual(LIMITS.entries)
  expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(LIMITS.unpackedSizeInBytes)
}

describe.each(Object.entries(subjects))('%s', (_, make) => {
  test.each([
    ['foreign', 1],
    ['own', 2],
  ] as const)(
    'profile %s, seed %i: refused or read in full, never anything else',
    { timeout: 60_000 },
    async (profile, seed) => {
      const random = createRandom(seed)
      let refused = 0
      for (let round = 0; round < ROUNDS; round++) {
        const bytes = make(random)
        const outcome = await read(bytes, profile).catch((error: unknown) => {
          throw new Error(`round ${round}: ${bytes.toString('base64').slice(0, 2000)}`, { cause: error })
        })
        if (outcome === 'refused') refused += 1
      }
      // A fuzzer whose changes go unnoticed, or never get through, tests nothing.
      expect(refused).toBeGreaterThan(ROUNDS / 2)
    },
  )
})

test('the subjects are valid before they are changed', async () => {
  expect(await read(tarGz, 'foreign')).toBe('accepted')
  expect(await read(zipped, 'foreign')).toBe('accepted')
})
