import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolder } from './make-folder.ts'

const dir = mkdtempSync(join(tmpdir(), 'plugwright-folder-'))
afterAll(() => rmSync(dir, { recursive: true }))

test('makes what is missing, and takes what is there', () => {
  makeFolder(join(dir, 'a/b/c'))
  makeFolder(join(dir, 'a/b/c'))
  expect(existsSync(join(dir, 'a/b/c'))).toBe(true)
})

test('ends where no folder can be made', () => {
  writeFileSync(join(dir, 'file'), '')
  expect(() => makeFolder(join(dir, 'file'))).toThrow('EEXIST')
  expect(() => makeFolder(join(dir, 'file/below'))).toThrow('ENOTDIR')
})

test.runIf(existsSync('/proc/self'))('ends below /proc', () => {
  expect(() => makeFolder('/proc/nope/deep')).toThrow('ENOENT')
})
