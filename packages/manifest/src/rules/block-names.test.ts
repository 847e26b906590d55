import { readFileSync } from 'node:fs'
import { constantFrom, assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { isSlot } from './block-names.ts'

test('a slot has the form that the schema asks for', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schema/plugin.schema.json', import.meta.url), 'utf8'),
  ) as { $defs: { slot: { pattern: string; maxLength: number } } }
  const { pattern, maxLength } = schema.$defs.slot
  const expected = new RegExp(pattern, 'u')
  const letter = constantFrom('a', 'Z', '7', '-', '.', '_', ' ', 'é')
  assert(
    property(string({ unit: letter, maxLength: 6 }), (slot) => {
      expect(isSlot(slot)).toBe(expected.test(slot))
    }),
  )
  expect(isSlot('a'.repeat(maxLength))).toBe(true)
  expect(isSlot('a'.repeat(maxLength + 1))).toBe(false)
})
