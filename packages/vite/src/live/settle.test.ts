import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ViteDevServer } from 'vite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSettling } from './settle.ts'
import type { Settling } from './settle.ts'

let dir: string
let file: string
let watcher: EventEmitter
let settling: Settling
/** What the watcher told: by itself, or because it was made to. */
let events: string[]

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'plugwright-settle-'))
  file = join(dir, 'page.ts')
  writeFileSync(file, 'before')
  watcher = new EventEmitter()
  events = []
  settling = createSettling({ watcher: watcher as ViteDevServer['watcher'] }, (path) => path.startsWith(dir))
  watcher.on('change', (path: string) => events.push(path))
})

afterEach(() => {
  settling.close()
  rmSync(dir, { recursive: true })
})

function change(path = file): void {
  watcher.emit('change', path)
  watcher.emit('all', 'change', path)
}

/** What was told of the file when it has settled: one that began to change after it is told a second time then. */
async function settled(): Promise<readonly string[]> {
  const later = join(dir, `later-${events.length}.ts`)
  writeFileSync(later, 'half')
  change(later)
  settling.note(later)
  writeFileSync(later, 'whole')
  await expect.poll(() => events.filter((path) => path === later)).toHaveLength(2)
  return events.filter((path) => path === file)
}

test('one write is one update', async () => {
  writeFileSync(file, 'after')
  change()
  expect(settling.take(file)).toBe(true)
  settling.note(file)
  expect(await settled()).toHaveLength(1)
})

test('emptied and filled before it is looked at is one update', async () => {
  writeFileSync(file, '')
  change()
  writeFileSync(file, 'after')
  expect(settling.take(file)).toBe(true)
  expect(await settled()).toHaveLength(1)
})

test('emptied and filled that the watcher tells twice is one update', async () => {
  writeFileSync(file, '')
  change()
  writeFileSync(file, 'after')
  expect(settling.take(file)).toBe(true)
  settling.note(file)
  change()
  expect(settling.take(file)).toBe(false)
  expect(await settled()).toHaveLength(2)
})

test('a second write that the watcher drops is told', async () => {
  writeFileSync(file, 'half')
  change()
  expect(settling.take(file)).toBe(true)
  writeFileSync(file, 'after')
  expect(await settled()).toHaveLength(2)
  expect(settling.take(file)).toBe(true)
  expect(await settled()).toHaveLength(2)
})

test('a second write that the watcher tells is one more update, and no third', async () => {
  writeFileSync(file, 'half')
  change()
  expect(settling.take(file)).toBe(true)
  settling.note(file)
  writeFileSync(file, 'after')
  change()
  expect(settling.take(file)).toBe(true)
  settling.note(file)
  expect(await settled()).toHaveLength(2)
})

test('who read in between is told again', async () => {
  writeFileSync(file, '')
  change()
  settling.note(file)
  writeFileSync(file, 'after')
  expect(settling.take(file)).toBe(true)
  expect(await settled()).toHaveLength(2)
  expect(settling.take(file)).toBe(true)
  expect(await settled()).toHaveLength(2)
})

test('who read in between is told again by the event that comes anyhow', async () => {
  writeFileSync(file, '')
  change()
  settling.note(file)
  writeFileSync(file, 'after')
  expect(settling.take(file)).toBe(true)
  change()
  expect(settling.take(file)).toBe(true)
  expect(await settled()).toHaveLength(2)
})

test('a manifest that is read before anything is sent is told when it has another text', async () => {
  writeFileSync(file, '')
  change()
  settling.note(file)
  writeFileSync(file, 'after')
  expect(await settled()).toHaveLength(2)
})

test('a file that is gone has nothing to send, and one that comes again has', async () => {
  writeFileSync(file, 'after')
  change()
  expect(settling.take(file)).toBe(true)
  rmSync(file)
  expect(settling.take(file)).toBe(false)
  watcher.emit('all', 'unlink', file)
  expect(await settled()).toHaveLength(1)
  writeFileSync(file, 'after')
  expect(settling.take(file)).toBe(true)
})

test('the same content again is one update a moment later, and none at once', async () => {
  change()
  expect(settling.take(file)).toBe(true)
  writeFileSync(file, 'before')
  change()
  expect(settling.take(file)).toBe(false)
  expect(await settled()).toHaveLength(2)
  writeFileSync(file, 'before')
  change()
  expect(settling.take(file)).toBe(true)
})

test('bytes that are no text settle, too', async () => {
  writeFileSync(file, Uint8Array.of(0xff, 0xfe, 0x00))
  change()
  expect(settling.take(file)).toBe(true)
  settling.note(file)
  expect(await settled()).toHaveLength(1)
})

test('nothing is told of what is not followed, nor after the end', async () => {
  const before = settling
  settling = createSettling({ watcher: watcher as ViteDevServer['watcher'] }, (path) => path !== file)
  writeFileSync(file, 'half')
  change()
  before.note(file)
  settling.note(file)
  before.close()
  writeFileSync(file, 'after')
  expect(await settled()).toHaveLength(1)
})
