import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeFiles } from './write-files.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'plugwright-write-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const signal = new AbortController().signal

test('writes files with the folders that they need, and leaves nothing else', async () => {
  await writeFiles([{ file: join(root, 'a/b/c.txt'), text: 'c' }], { root, signal })
  expect(list()).toEqual(['a', 'a/b', 'a/b/c.txt'])
})

test('where one cannot be written, those before it are taken back, with their folders', async () => {
  mkdirSync(join(root, 'kept'))
  writeFileSync(join(root, 'kept/there.txt'), 'old')
  const files = ['new/one.txt', 'kept/two.txt', 'kept/there.txt'].map((file) => ({
    file: join(root, file),
    text: 'new',
  }))
  await expect(writeFiles(files, { root, signal })).rejects.toMatchObject({ code: 'ADOPT_FILE_EXISTS' })
  expect(list()).toEqual(['kept', 'kept/there.txt'])
})

test('an interrupted command has written nothing', async () => {
  const files = [{ file: join(root, 'a.txt'), text: 'a' }]
  await expect(writeFiles(files, { root, signal: AbortSignal.abort() })).rejects.toThrow('abort')
  expect(list()).toEqual([])
})

function list(): readonly string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).toSorted()
}
