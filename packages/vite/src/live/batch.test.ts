import { expect, test } from 'vitest'
import { createBatch } from './batch.ts'
import { quietMs } from './pacing.ts'

const ignore = (): void => {}
const soon = (): number => 1
const edit = { type: 'update', file: 'plugin.yaml' } as const
const page = { type: 'create', file: 'page.tsx' } as const

test('many events are one run, and all wait for it', async () => {
  let runs = 0
  const batch = createBatch(async () => void runs++, { onError: ignore })
  await Promise.all([batch.add(page), batch.add(edit), batch.add(page)])
  expect(runs).toBe(1)
})

test('an event during a run leads to another one afterwards', async () => {
  const log: string[] = []
  let finish: (() => void) | undefined
  const batch = createBatch(
    async () => {
      log.push('begin')
      if (log.length === 1) await new Promise<void>((resolve) => (finish = resolve))
      log.push('end')
    },
    { quiet: soon, onError: ignore },
  )
  const first = batch.add(edit)
  await expect.poll(() => log).toEqual(['begin'])
  const second = batch.add(edit)
  finish?.()
  await Promise.all([first, second])
  expect(log).toEqual(['begin', 'end', 'begin', 'end'])
})

test('events that never pause are followed all the same', async () => {
  let runs = 0
  const batch = createBatch(async () => void runs++, { quiet: () => 100_000, longestMs: 5, onError: ignore })
  await batch.add(page)
  expect(runs).toBe(1)
})

test('one manifest is quick, one plugin is waited for, and a burst the longer', () => {
  const one = quietMs({ edits: 1, files: 0 })
  const plugin = quietMs({ edits: 0, files: 5 })
  const burst = quietMs({ edits: 0, files: 500 })
  expect(one).toBeLessThanOrEqual(10)
  expect(plugin).toBeGreaterThan(one)
  expect(burst).toBeGreaterThan(plugin)
})

test('one change that is told twice is one', async () => {
  const counts: unknown[] = []
  const quiet: typeof quietMs = (waiting) => {
    counts.push(waiting)
    return 1
  }
  const batch = createBatch(() => Promise.resolve(), { quiet, onError: ignore })
  await Promise.all([batch.add(edit), batch.add(edit), batch.add(page)])
  expect(counts).toEqual([
    { edits: 1, files: 0 },
    { edits: 1, files: 0 },
    { edits: 1, files: 1 },
  ])
})

test('a failure is told, and ends nothing', async () => {
  const errors: unknown[] = []
  const batch = createBatch(() => Promise.reject(new Error('unreadable')), {
    quiet: soon,
    onError: (error) => errors.push(error),
  })
  await batch.add(edit)
  await batch.add(edit)
  expect(errors).toHaveLength(2)
})

test('closing lets go of who waits', async () => {
  const batch = createBatch(() => Promise.resolve(), { quiet: () => 100_000, onError: ignore })
  const waiting = batch.add(edit)
  batch.close()
  await waiting
})

test('tells what was edited, unless anything came or went, too', async () => {
  const told: (ReadonlySet<string> | undefined)[] = []
  const batch = createBatch(async (edited) => void told.push(edited), { quiet: () => 0, onError: ignore })
  await Promise.all([batch.add({ type: 'update', file: 'a' }), batch.add({ type: 'update', file: 'b' })])
  await Promise.all([batch.add({ type: 'update', file: 'a' }), batch.add({ type: 'create', file: 'c' })])
  expect(told).toEqual([new Set(['a', 'b']), undefined])
})
