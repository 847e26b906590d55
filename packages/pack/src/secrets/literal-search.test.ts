import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLiteralSearch } from './literal-search.ts'

const find = (literals: readonly string[], text: string): [string, number][] =>
  createLiteralSearch(literals)(Buffer.from(text, 'latin1')).map(({ literal, offset }) => [literal, offset])

test('at every offset, also at the start and at the end', () => {
  for (let before = 0; before < 10; before++) {
    for (let after = 0; after < 4; after++) {
      const text = '.'.repeat(before) + 'abcd' + '.'.repeat(after)
      expect(find(['abcd', 'bcde'], text)).toEqual([['abcd', before]])
    }
  }
  expect(find(['abcd'], 'abc')).toEqual([])
  expect(find(['abcd'], '')).toEqual([])
})

test('the same as looking for each one alone', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'b', '-', '\u00ff'), maxLength: 60 })
  const literal = fc.string({ unit: fc.constantFrom('a', 'b', '-'), minLength: 4, maxLength: 6 })
  fc.assert(
    fc.property(part, fc.uniqueArray(literal, { minLength: 1, maxLength: 5 }), (text, literals) => {
      const expected = Array.from({ length: text.length }, (_, offset) =>
        literals.filter((one) => text.startsWith(one, offset)).map((one) => `${offset} ${one}`),
      ).flat()
      const found = find(literals, text).map(([one, offset]) => `${offset} ${one}`)
      expect(found.toSorted()).toEqual(expected.toSorted())
    }),
  )
})

test('a literal that is too short is a mistake of the caller', () => {
  expect(() => createLiteralSearch(['abc'])).toThrow('too short')
})
