import { crc32 } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { crc32Combine } from './crc32-combine.ts'

test('equals the CRC-32 of the joined bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3000 }), fc.uint8Array({ maxLength: 3000 }), (a, b) => {
      expect(crc32Combine(crc32(a), crc32(b), b.length)).toBe(crc32(b, crc32(a)))
    }),
  )
})

test('lengths above 4 GiB: zeros appended in two steps are zeros appended in one', () => {
  // The CRC of n zeros is that of nothing, continued; 5 GiB from parts that fit into memory.
  const mebibyte = crc32(new Uint8Array(1 << 20))
  let [crc, length] = [mebibyte, 1 << 20]
  const repeat = (times: number): void => {
    const [part, partLength] = [crc, length]
    for (let count = 1; count < times; count++)
      [crc, length] = [crc32Combine(crc, part, partLength), length + partLength]
  }
  repeat(1024)
  repeat(5)
  expect(length).toBe(5 * 2 ** 30)
  const one = crc32(Uint8Array.of(1))
  let stepwise = one
  for (let count = 0; count < 5 * 1024; count++) stepwise = crc32Combine(stepwise, mebibyte, 1 << 20)
  expect(crc32Combine(one, crc, length)).toBe(stepwise)
})
