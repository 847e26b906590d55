import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ArchiveEntry,
  type FileDigest,
  listArchive,
  type WritableFormat,
  writeArchive,
  type WrittenArchive,
} from '../index.ts'
import { archiverWriter } from './archiver/index.ts'
import type { WriteArchiveOptions } from './write-archive.ts'

const formats = ['tar.gz', 'zip'] as const
const writers = { native: {}, archiver: { writer: archiverWriter } }
const tools = { tar: '--version', bsdtar: '--version', unzip: '-v', python3: '--version' }
const has = (tool: keyof typeof tools): boolean => spawnSync(tool, [tools[tool]]).status === 0
/** Shows in the report which tools the machine lacks. */
const titled = (tool: keyof typeof tools): string => (has(tool) ? tool : `${tool} (not installed: left out)`)

let dir: string
let entries: ArchiveEntry[]
beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'formats-'))
  entries = makeEntries()
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const toManifest = (digests: readonly FileDigest[]) => [
  { path: 'manifest.json', bytes: Buffer.from(JSON.stringify(digests)) },
]

function pseudoRandom(length: number, seed: number): Buffer {
  const out = Buffer.alloc(length)
  for (let index = 0, state = seed; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    out[index] = index % 3 === 0 ? state >>> 24 : 65
  }
  return out
}

/** All sizes at which something changes, and names of every kind. */
function makeEntries(): ArchiveEntry[] {
  const files: Record<string, Uint8Array> = {
    'empty.txt': Buffer.alloc(0),
    'one-byte': Buffer.from('x'),
    'block.bin': pseudoRandom(512, 2),
    'alone.bin': pseudoRandom(64 * 1024, 3),
    'not-alone.bin': pseudoRandom(64 * 1024 - 1, 4),
    'segment.bin': pseudoRandom(512 * 1024, 5),
    'segment-and-one.bin': pseudoRandom(512 * 1024 + 1, 6),
    'large.bin': pseudoRandom(2_500_000, 7),
    'incompressible.bin': createNoise(600_000),
    'bin/run': Buffer.from('#!/bin/sh\n'),
    'größe/データ.txt': Buffer.from('Größe\n'),
    'emoji-😀.txt': Buffer.from('x'),
    ['n'.repeat(100)]: Buffer.from('hundred'),
    ['n'.repeat(101)]: Buffer.from('hundred and one'),
    [`${'long/'.repeat(20)}${'n'.repeat(99)}`]: Buffer.from('prefix'),
    [`${'ü'.repeat(120)}/${'日'.repeat(80)}`]: Buffer.from('longest'),
  }
  for (let index = 0; index < 300; index++) files[`many/${index}.txt`] = pseudoRandom(index * 37, index + 9)
  return Object.entries(files).map(([name, content], index) => {
    const source = path.join(dir, `file-${index}`)
    writeFileSync(source, content)
    return { path: name, source: index % 5 === 0 ? content : source, executable: name === 'bin/run' }
  })
}

function createNoise(length: number): Buffer {
  const blocks: Buffer[] = []
  for (let size = 0; size < length; size += 32)
    blocks.push(createHash('sha256').update(String(size)).digest())
  return Buffer.concat(blocks, length)
}

let count = 0
const write = (format: WritableFormat, options: Partial<WriteArchiveOptions> = {}) =>
  writeArchive({
    file: path.join(dir, `${count++}.${format}`),
    format,
    entries,
    control: toManifest,
    cache: false,
    ...options,
  })

/** What our own reader finds, the manifest left out. */
async function list(file: string): Promise<unknown[]> {
  const { entries: found } = await listArchive(file, { profile: 'foreign' })
  expect(found[0]?.path).toBe('manifest.json')
  return found.slice(1).map(({ path: name, size, mode }) => ({ path: name, size, mode }))
}

const python = `
import hashlib, json, sys, tarfile, zipfile
found, name = [], sys.argv[1]
if name.endswith('.zip'):
    with zipfile.ZipFile(name) as archive:
        assert archive.testzip() is None
        for m in archive.infolist():
            assert m.date_time == (1980, 1, 1, 0, 0, 0) and m.create_system == 3, m
            found.append((m.filename, m.external_attr >> 16, archive.read(m)))
            assert m.external_attr >> 16 & 0o170000 == 0o100000, m
else:
    with tarfile.open(name) as archive:
        for m in archive:
            assert m.isreg() and m.uid == m.gid == m.mtime == 0 and m.uname == m.gname == '', m
            found.append((m.name, m.mode, archive.extractfile(m).read()))
print(json.dumps([{'path': n, 'size': len(b), 'sha256': hashlib.sha256(b).hexdigest(), 'mode': '0%o' % (m & 0o777)} for n, m, b in found]))`

describe.each(formats)('%s', (format) => {
  describe.each(Object.entries(writers))('by the %s writer', (_name, writer) => {
    let written: WrittenArchive
    beforeAll(async () => {
      written = await write(format, writer)
    })

    test.runIf(has('python3'))(titled('python3'), async () => {
      const { file, files } = written
      const found = JSON.parse(
        execFileSync('python3', ['-c', python, file], { encoding: 'utf8', maxBuffer: 1e8 }),
      ) as FileDigest[]
      expect(found[0]?.path).toBe('manifest.json')
      expect(found.slice(1)).toEqual(files)
    })

    test('our own reader', async () => {
      const { file, files } = written
      expect(await list(file)).toEqual(
        files.map(({ path: name, size, mode }) => ({ path: name, size, mode })),
      )
    })

    const extractors: [keyof typeof tools, (file: string, to: string) => string[]][] = [
      ...(format === 'zip'
        ? [
            ['unzip', (file: string, to: string) => ['-q', file, '-d', to]] as [
              keyof typeof tools,
              typeof toTar,
            ],
          ]
        : [['tar', toTar] as [keyof typeof tools, typeof toTar]]),
      ['bsdtar', toTar],
    ]
    for (const [tool, args] of extractors) {
      test.runIf(has(tool))(`${titled(tool)} extracts the same files`, async () => {
        const { file, files } = written
        const to = path.join(dir, `${tool}-${count++}`)
        mkdirSync(to)
        execFileSync(tool, args(file, to), { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
        for (const { path: name, sha256 } of files) {
          expect(sha256Of(readFileSync(path.join(to, name))), name).toBe(sha256)
        }
      })
    }
  })

  test('the writers agree on everything but the bytes of the archive', async () => {
    const native = await write(format)
    const other = await write(format, writers.archiver)
    expect(other.files).toEqual(native.files)
    expect(await list(other.file)).toEqual(await list(native.file))
  })

  test('the bytes do not depend on order, threads or where the bytes come from', async () => {
    const { sha256 } = await write(format)
    const shuffled = entries.toReversed().map(({ path: name, source, executable }) => ({
      path: name,
      source: typeof source === 'string' ? readFileSync(source) : source,
      executable,
    }))
    expect((await write(format, { entries: shuffled })).sha256).toBe(sha256)
    const script = `
      import { writeArchive } from ${JSON.stringify(path.join(import.meta.dirname, '../../dist/index.js'))}
      const entries = JSON.parse(process.env.ENTRIES)
      const { sha256 } = await writeArchive({ file: process.env.FILE, format: ${JSON.stringify(format)}, entries, cache: false })
      process.stdout.write(sha256)`
    const onDisk = entries.filter((entry) => typeof entry.source === 'string')
    const expected = await write(format, { entries: onDisk, control: () => [] })
    for (const threads of ['1', '3', '8']) {
      const env = {
        ...process.env,
        ENTRIES: JSON.stringify(onDisk),
        FILE: path.join(dir, `threads-${threads}`),
        UV_THREADPOOL_SIZE: threads,
        TZ: 'Pacific/Apia',
      }
      const found = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env })
      expect(found.toString(), threads).toBe(expected.sha256)
    }
  })

  test('a file that changes while it is read is refused, whenever that is', async () => {
    const changing = path.join(dir, 'changing')
    // More than is read ahead, so that there is progress before the end.
    writeFileSync(changing, Buffer.alloc(24_000_000))
    let calls = 0
    const promise = write(format, {
      entries: [{ path: 'changing', source: changing, executable: false }],
      onProgress: () => (calls++ === 0 ? appendFileSync(changing, 'x') : undefined),
    })
    await expect(promise).rejects.toMatchObject({ diagnostics: [{ code: 'ARCHIVE_FILE_CHANGED' }] })
  })

  test('an abort in the middle leaves nothing', async () => {
    const big = path.join(dir, 'big')
    writeFileSync(big, Buffer.alloc(12_000_000))
    const reason = new Error('stopped')
    const controller = new AbortController()
    const file = path.join(dir, `aborted-${format}`, 'x')
    const promise = write(format, {
      file,
      entries: [{ path: 'big', source: big, executable: false }],
      signal: controller.signal,
      onProgress: () => controller.abort(reason),
    })
    await expect(promise).rejects.toBe(reason)
    expect(readdirSync(path.dirname(file))).toEqual([])
  })

  test('empty files alone', async () => {
    const empty = ['a', 'b'].map((name) => ({ path: name, source: Buffer.alloc(0), executable: false }))
    const { file, files } = await write(format, { entries: empty })
    expect(await list(file)).toEqual(files.map(({ path: name, size, mode }) => ({ path: name, size, mode })))
  })

  test('progress ends at the totals', async () => {
    const last: unknown[] = []
    const { files } = await write(format, { onProgress: (progress) => (last[0] = progress) })
    const totalBytes = files.reduce((sum, { size }) => sum + size, 0)
    expect(last).toEqual([{ bytes: totalBytes, totalBytes, files: files.length, totalFiles: files.length }])
  })

  test('50,000 entries', { timeout: 60_000 }, async () => {
    const many = Array.from({ length: 49_999 }, (_, index) => ({
      path: `dir-${index % 100}/${index}`,
      source: Buffer.from(`${index}\n`),
      executable: false,
    }))
    const { file } = await write(format, { entries: many })
    const { entries: found } = await listArchive(file)
    expect(found).toHaveLength(50_000)
  })
})

test('the tar inside is, byte for byte, what archiver makes', async () => {
  const [native, other] = [await write('tar.gz'), await write('tar.gz', writers.archiver)]
  expect(gunzipSync(readFileSync(native.file)).equals(gunzipSync(readFileSync(other.file)))).toBe(true)
})

function toTar(file: string, to: string): string[] {
  return ['-xf', file, '-C', to]
}
