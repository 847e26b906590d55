import { expect, test } from 'vitest'
import { canShowProgress, createProgressBar, formatProgress } from './progress-bar.ts'

const half = { bytes: 500, totalBytes: 1000, files: 3, totalFiles: 6 }

test.each([
  [half, 80, '[############------------]  50%  500 B of 1.0 kB  3 of 6 files'],
  [half, 30, '[############------------]  5'],
  [{ ...half, bytes: 0 }, 80, '[------------------------]   0%  0 B of 1.0 kB  3 of 6 files'],
  [{ ...half, bytes: 2000 }, 80, '[########################] 100%  2.0 kB of 1.0 kB  3 of 6 files'],
  [
    { bytes: 0, totalBytes: 0, files: 0, totalFiles: 0 },
    80,
    '[########################] 100%  0 B of 0 B  0 of 0 files',
  ],
])('%j in %i columns', (progress, columns, text) => {
  expect(formatProgress(progress, columns)).toBe(text)
})

test('draws as often as an eye can follow, and leaves nothing behind', () => {
  const written: string[] = []
  let ms = 0
  const bar = createProgressBar({ write: (text) => written.push(text), columns: 40 }, () => ms)
  for (ms = 0; ms < 200; ms += 10) bar.update(half)
  expect(written).toHaveLength(2)
  expect(written.every((text) => text.startsWith('\r\u001b[K[####'))).toBe(true)
  bar.clear()
  bar.clear()
  expect(written.slice(2)).toEqual(['\r\u001b[K'])
})

test('what is done at once draws nothing', () => {
  const written: string[] = []
  const bar = createProgressBar({ write: (text) => written.push(text) }, () => 0)
  bar.update(half)
  bar.clear()
  expect(written).toEqual([])
})

test.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: true }, { CI: 'false' }, true],
  [{ isTTY: false }, {}, false],
  [{}, {}, false],
  [{ isTTY: true }, { CI: 'true' }, false],
  [{ isTTY: true }, { TERM: 'dumb' }, false],
])('%j with %j', (stream, env, expected) => {
  expect(canShowProgress({ stderr: { ...stream, write: () => true }, env })).toBe(expected)
})
