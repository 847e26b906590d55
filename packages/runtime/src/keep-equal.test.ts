import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepEqual } from './keep-equal.ts'

test('what is equal stays the same object, also in another place of a list', () => {
  const [a, b] = [
    { key: 'a', label: { en: 'A', de: 'A' } },
    { key: 'b', label: { en: 'B' } },
  ]
  const before = [{ items: [a, b] }]
  expect(keepEqual(structuredClone(before), before)).toBe(before)

  const next = structuredClone([{ items: [{ key: 'new', label: {} }, b, { ...a, label: { en: 'Z' } }] }])
  const kept = keepEqual(next, before)
  expect(kept).toEqual(next)
  expect(kept[0]?.items[1]).toBe(b)
  expect(kept[0]?.items[2]).not.toBe(a)
})

test('a list in another order is another list', () => {
  const before = [{ key: 'a' }, { key: 'b' }]
  const kept = keepEqual([{ key: 'b' }, { key: 'a' }], before)
  expect(kept).toEqual([{ key: 'b' }, { key: 'a' }])
  expect(kept[0]).toBe(before[1])
})

test('one key in two plugins is two parts', () => {
  const before = [
    { plugin: 'crm', key: 'dashboard/sum', order: 1 },
    { plugin: 'erp', key: 'dashboard/sum', order: 2 },
  ]
  expect(keepEqual(structuredClone(before), before)).toBe(before)
})

test('says the same as without', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (next, before) => {
      expect(keepEqual(next, before)).toEqual(next)
      expect(keepEqual(structuredClone(next), next)).toEqual(next)
    }),
  )
})
