import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { isPluginError, PluginError } from '@plugwright/diagnostics'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ArchiveEntry, type FileDigest, treeDigest, writeArchive } from '../index.ts'
import { archiverWriter } from './archiver/index.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'archive-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const toManifest = (digests: readonly FileDigest[]) => [
  { path: 'manifest.json', bytes: bytes(JSON.stringify({ files: digests })) },
]
const entry = (name: string): ArchiveEntry => ({ path: name, source: bytes('x'), executable: false })
const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
const has = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0

/** A tree on disk with a text, an empty, a binary of many blocks, a long and a non-ASCII name. */
function makeEntries(order: 'given' | 'reversed' = 'given'): ArchiveEntry[] {
  const files: Record<string, Uint8Array> = {
    'b/text.txt': bytes('hello\n'),
    'a.txt': bytes(''),
    'b-before-slash.txt': bytes('x'),
    'größe/データ.bin': pseudoRandom(700_000),
    [`${'long/'.repeat(20)}${'n'.repeat(101)}.txt`]: bytes('long'),
    'bin/run': bytes('#!/bin/sh\n'),
  }
  const entries = Object.entries(files).map(([name, content], index) => {
    const source = path.join(dir, `file-${index}`)
    writeFileSync(source, content)
    return { path: name, source, executable: name === 'bin/run' }
  })
  return order === 'given' ? entries : entries.toReversed()
}

function pseudoRandom(length: number): Uint8Array {
  const out = new Uint8Array(length)
  for (let index = 0, state = 1; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    out[index] = index % 3 === 0 ? state >>> 24 : 65
  }
  return out
}

const write = (options: Partial<Parameters<typeof writeArchive>[0]> = {}) =>
  writeArchive({
    file: path.join(dir, 'out', 'x.plug'),
    format: 'tar.gz',
    entries: [],
    control: toManifest,
    cache: false,
    ...options,
  })

async function codesOf(promise: Promise<unknown>): Promise<string[]> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isPluginError(error)) throw new Error('No PluginError was thrown.', { cause: error })
  return error.diagnostics.map(({ code }) => code)
}

describe('the bytes', () => {
  test('are the same in any order of discovery, with any dates, and under any name', async () => {
    const first = await write({ entries: makeEntries() })
    const firstBytes = readFileSync(first.file)
    const entries = makeEntries('reversed')
    for (const { source } of entries) utimesSync(String(source), 1e9, 1e9)
    const second = await write({ entries, file: path.join(dir, 'deeper', 'still', 'y.plug') })
    expect(readFileSync(second.file).equals(firstBytes)).toBe(true)
    expect(second.files).toEqual(first.files)
  })

  test('begin with a gzip header without name, time and system', async () => {
    const { file } = await write({ entries: makeEntries() })
    expect([...readFileSync(file).subarray(0, 10)]).toEqual([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255])
  })

  test('are those of the digests returned', async () => {
    const { file, sizeInBytes, sha256, md5 } = await write({ entries: makeEntries() })
    const written = readFileSync(file)
    expect(sizeInBytes).toBe(written.length)
    expect(sha256).toBe(sha256Of(written))
    expect(md5).toBe(createHash('md5').update(written).digest('hex'))
  })

  test('are pinned before compression: other digests here would be another format', async () => {
    const { file, files } = await write({ entries: [entry('a.txt')] })
    // printf '0644 1 2d711642… a.txt\n' | sha256sum
    expect(treeDigest(files)).toBe('4dd71963241b0c179e623335644f84d56812067ddf271687b11c395214f2184a')
    expect(sha256Of(gunzipSync(readFileSync(file)))).toBe(
      'f19fcd98aeb4c80613e384526147aeadc1ad0489d2a114e2bfb1b8aa3d214850',
    )
  })
})

describe('another reader', () => {
  test.runIf(has('tar'))('tar lists control files first, then names in byte order', async () => {
    const { file } = await write({ entries: makeEntries() })
    const { stdout } = spawnSync('tar', ['--quoting-style=literal', '-tzf', file], { encoding: 'utf8' })
    const names = makeEntries().map((made) => made.path)
    const sorted = names.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(stdout.trimEnd().split('\n')).toEqual(['manifest.json', ...sorted])
  })

  test.runIf(has('gzip'))('gzip finds no fault', async () => {
    const { file } = await write({ entries: makeEntries() })
    expect(spawnSync('gzip', ['-t'], { input: readFileSync(file) })).toMatchObject({ status: 0 })
  })

  test.runIf(has('python3'))(
    'Python sees plain files of owner 0, time 0, mode and digest as listed',
    async () => {
      const { file, files } = await write({ entries: makeEntries() })
      const script = `
import tarfile, hashlib, json, sys
out = []
for m in tarfile.open(sys.argv[1]):
    if m.name == 'manifest.json': continue
    assert m.isreg() and m.uid == 0 and m.gid == 0 and m.uname == '' and m.gname == '' and m.mtime == 0, m.name
    data = tarfile.open(sys.argv[1]).extractfile(m.name).read()
    out.append({'path': m.name, 'size': m.size, 'sha256': hashlib.sha256(data).hexdigest(), 'mode': '0%o' % m.mode})
print(json.dumps(out))`
      const { stdout, stderr } = spawnSync('python3', ['-c', script, file], { encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual(files)
    },
  )
})

describe('refusals leave nothing behind and keep what was there', () => {
  beforeEach(async () => {
    await write({ entries: [entry('old.txt')] })
  })
  afterEach(() => {
    expect(readdirSync(path.join(dir, 'out'))).toEqual(['x.plug'])
  })

  test('ARCHIVE_ENTRY_NAME, also for a control file', async () => {
    expect(await codesOf(write({ entries: [entry('../x'), entry('a/nul.txt')] }))).toEqual([
      'ARCHIVE_ENTRY_NAME',
      'ARCHIVE_ENTRY_NAME',
    ])
    const options = { control: () => [{ path: '/etc/passwd', bytes: bytes('x') }] }
    expect(await codesOf(write(options))).toEqual(['ARCHIVE_ENTRY_NAME'])
  })

  test('ARCHIVE_ENTRY_COLLISION, also with a control file', async () => {
    expect(await codesOf(write({ entries: [entry('A.txt'), entry('a.txt')] }))).toEqual([
      'ARCHIVE_ENTRY_COLLISION',
    ])
    expect(await codesOf(write({ entries: [entry('Manifest.json')] }))).toEqual(['ARCHIVE_ENTRY_COLLISION'])
  })

  test('ARCHIVE_FILE_UNREADABLE: missing, a folder, a dangling link', async () => {
    symlinkSync('nowhere', path.join(dir, 'dangling'))
    for (const source of ['missing', '.', 'dangling']) {
      const entries = [{ path: 'x', source: path.join(dir, source), executable: false }]
      expect(await codesOf(write({ entries }))).toEqual(['ARCHIVE_FILE_UNREADABLE'])
    }
  })

  test.runIf(has('mkfifo'))(
    'ARCHIVE_FILE_UNREADABLE: a named pipe, without waiting for a writer',
    async () => {
      const source = path.join(dir, 'pipe')
      spawnSync('mkfifo', [source])
      expect(await codesOf(write({ entries: [{ path: 'x', source, executable: false }] }))).toEqual([
        'ARCHIVE_FILE_UNREADABLE',
      ])
    },
  )

  test.each([
    ['longer', 'hello world'],
    ['shorter', 'hell'],
    ['of the same length', 'HELLO'],
  ])('ARCHIVE_FILE_CHANGED: the file became %s before the archive was whole', async (_how, now) => {
    const source = path.join(dir, 'changing')
    const changing = () => {
      writeFileSync(source, now)
      return []
    }
    const entries = [{ path: 'x', source, executable: false }, entry('y')]
    for (const format of ['tar.gz', 'zip'] as const) {
      writeFileSync(source, 'hello')
      const options = { entries, control: changing, writer: archiverWriter, format }
      expect(await codesOf(write(options)), format).toEqual(['ARCHIVE_FILE_CHANGED'])
    }
  })

  test.each([
    ['entries', { entries: 2 }],
    ['unpacked size', { unpackedSizeInBytes: 40 }],
    ['archive size', { archiveSizeInBytes: 100 }],
    ['control size', { controlSizeInBytes: 10 }],
    ['ratio', { ratio: 2, ratioFreeSizeInBytes: 1000 }],
  ])('ARCHIVE_LIMIT_EXCEEDED: %s', async (_what, limits) => {
    const zeros = { path: 'zeros', source: new Uint8Array(5000), executable: false }
    const entries = [entry('a'), entry('b'), zeros]
    expect(await codesOf(write({ entries, limits }))).toEqual(['ARCHIVE_LIMIT_EXCEEDED'])
  })

  test('an error of the caller passes through', async () => {
    const options = {
      control: () => {
        throw new RangeError('mine')
      },
    }
    await expect(write(options)).rejects.toThrow(RangeError)
  })

  test('abort, before and during', async () => {
    const reason = new Error('stopped')
    const source = path.join(dir, 'file')
    writeFileSync(source, pseudoRandom(1_000_000))
    const entries = [{ path: 'x', source, executable: false }]
    await expect(write({ entries, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const controller = new AbortController()
    const abort = () => {
      controller.abort(reason)
      return []
    }
    await expect(write({ entries, control: abort, signal: controller.signal })).rejects.toBe(reason)
  })
})

test('ARCHIVE_NOT_WRITABLE: the folder is a file', async () => {
  writeFileSync(path.join(dir, 'out'), '')
  await expect(write()).rejects.toThrow(PluginError)
  expect(await codesOf(write())).toEqual(['ARCHIVE_NOT_WRITABLE'])
})
