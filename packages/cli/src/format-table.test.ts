import { expect, test } from 'vitest'
import { formatSize, formatTable } from './format-table.ts'

test('columns are as wide as their widest cell, and no line ends with blanks', () => {
  const rows = [
    ['target', 'file', 'size'],
    ['plugwright', 'a.plug', ''],
    ['hm', 'b.wasm', '1 B'],
  ]
  expect(formatTable(rows).split('\n')).toEqual([
    'target      file    size',
    'plugwright  a.plug',
    'hm          b.wasm  1 B',
  ])
  expect(formatTable([])).toBe('')
})

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [12_345, '12.3 kB'],
  [999_949, '999.9 kB'],
  [999_950, '1.0 MB'],
  [4_000_000, '4.0 MB'],
])('%i bytes are %s', (size, text) => {
  expect(formatSize(size)).toBe(text)
})
