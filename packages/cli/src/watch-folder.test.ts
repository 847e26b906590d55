import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { watchFolder } from './watch-folder.ts'
import type { Changes } from './watch-folder.ts'

let dir: string
let controller: AbortController
let changes: Changes

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plugwright-watch-'))
  for (const folder of ['src', 'dist', 'node_modules/x', '.git'])
    mkdirSync(join(dir, folder), { recursive: true })
  controller = new AbortController()
  changes = watchFolder(dir, { signal: controller.signal, exclude: [join(dir, 'dist')] })
})

afterEach(() => {
  controller.abort()
  rmSync(dir, { recursive: true, force: true })
})

test('a file that is written, one in a folder that came later, and one that is removed', async () => {
  writeFileSync(join(dir, 'src/a.ts'), '1')
  await changes.next()
  mkdirSync(join(dir, 'src/new'))
  await changes.next()
  writeFileSync(join(dir, 'src/new/b.ts'), '1')
  await changes.next()
  rmSync(join(dir, 'src/new'), { recursive: true })
  await changes.next()
  writeFileSync(join(dir, 'src/a.ts'), '2')
  await changes.next()
})

test('what happened while nobody listened is told once', async () => {
  writeFileSync(join(dir, 'plugin.yaml'), 'name: a')
  await changes.next()
  const next = changes.next().then(() => 'told')
  expect(await Promise.race([next, Promise.resolve('quiet')])).toBe('quiet')
  controller.abort()
  expect(await next).toBe('told')
})

test('outputs, dot folders and node_modules are no news', async () => {
  const { signal } = controller
  const all = watchFolder(dir, { signal, exclude: [] })
  let isTold = false
  const next = changes.next().then(() => (isTold = true))
  for (const file of ['node_modules/x/index.js', '.git/index', '.hidden', 'dist/a.plug'])
    writeFileSync(join(dir, file), '')
  await all.next()
  expect(isTold).toBe(false)
  controller.abort()
  await next
})

test('ends at the signal, also when asked later', async () => {
  const waiting = changes.next()
  controller.abort()
  await waiting
  await changes.next()
})
