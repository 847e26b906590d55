import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  type ArchiveEntry,
  digestArchive,
  extractArchive,
  listArchive,
  readArchiveFiles,
  writeArchive,
} from '../index.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'read-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const entries: ArchiveEntry[] = [
  { path: 'a.txt', source: bytes(''), executable: false },
  { path: 'bin/run', source: bytes('#!/bin/sh\n'), executable: true },
  { path: 'größe/データ.bin', source: new Uint8Array(700_000).fill(7), executable: false },
  { path: `${'long/'.repeat(20)}${'n'.repeat(101)}.txt`, source: bytes('long'), executable: false },
]

test('what was written is read: list, files, digest, extraction', async () => {
  const file = path.join(dir, 'demo.plug')
  const control = () => [{ path: 'manifest.json', bytes: bytes('{}') }]
  const written = await writeArchive({ file, format: 'tar.gz', entries, control })

  const { format, entries: listed } = await listArchive(file)
  expect(format).toBe('tar.gz')
  expect(listed.map(({ path: name, size, mode }) => ({ path: name, size, mode }))).toEqual([
    { path: 'manifest.json', size: 2, mode: '0644' },
    ...written.files.map(({ path: name, size, mode }) => ({ path: name, size, mode })),
  ])

  const files = await readArchiveFiles(file, ['manifest.json'])
  expect(Buffer.from(files.get('manifest.json') ?? []).toString()).toBe('{}')

  const digest = await digestArchive(file, { keep: ['manifest.json', 'absent'] })
  expect(digest.files.slice(1)).toEqual(written.files)
  expect(digest).toMatchObject({ sha256: written.sha256, sizeInBytes: written.sizeInBytes })
  expect([...digest.contents.keys()]).toEqual(['manifest.json'])

  const target = path.join(dir, 'out')
  const extracted = await extractArchive(file, target, {
    expected: written.files,
    exclude: ['manifest.json'],
  })
  expect(extracted.files).toEqual(written.files)
  expect(readFileSync(path.join(target, 'größe/データ.bin')).length).toBe(700_000)
  expect(statSync(path.join(target, 'bin/run')).mode & 0o7777).toBe(0o755)
  expect(readdirSync(dir).sort()).toEqual(['demo.plug', 'out'])
})
