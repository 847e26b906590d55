import { expect, test } from 'vitest'
import { byteSizePattern, toBytes } from './byte-size.ts'

test.each([
  ['200 kB', 200_000],
  ['0.5KiB', 512],
  ['1.5 MiB', 1_572_864],
  ['9 B', 9],
  [1234, 1234],
])('%s is %d bytes', (size, bytes) => {
  expect(toBytes(size)).toBe(bytes)
})

test.each(['200 kb', '-1 B', '10', 'much', '1  MB'])('%s is no size', (text) => {
  expect(text).not.toMatch(byteSizePattern)
})
