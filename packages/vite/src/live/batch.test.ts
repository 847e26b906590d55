import { expect, test } from 'vitest'
import { createBatch } from './batch.ts'

test('many events are one run, and all wait for it', async () => {
  let runs = 0
  const batch = createBatch(async () => void runs++, { ms: 1, onError: () => {} })
  await Promise.all([batch.add(), batch.add(), batch.add()])
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
    { ms: 1, onError: () => {} },
  )
  const first = batch.add()
  await expect.poll(() => log).toEqual(['begin'])
  const second = batch.add()
  finish?.()
  await Promise.all([first, second])
  expect(log).toEqual(['begin', 'end', 'begin', 'end'])
})

test('a failure is told, and ends nothing', async () => {
  const errors: unknown[] = []
  const batch = createBatch(() => Promise.reject(new Error('unreadable')), {
    ms: 1,
    onError: (error) => errors.push(error),
  })
  await batch.add()
  await batch.add()
  expect(errors).toHaveLength(2)
})

test('closing lets go of who waits', async () => {
  const batch = createBatch(() => Promise.resolve(), { ms: 100_000, onError: () => {} })
  const waiting = batch.add()
  batch.close()
  await waiting
})
