import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { compilePattern, escapeGlob } from './file-pattern.ts'

test('an escaped path matches itself and nothing else', () => {
  const segment = fc
    .string({
      unit: fc.constantFrom(
        'a',
        'B',
        '.',
        '*',
        '?',
        '[',
        ']',
        '{',
        '}',
        '(',
        ')',
        '|',
        '!',
        '+',
        '@',
        ',',
        '$',
        ' ',
      ),
    })
    .filter((text) => /[^.]/.test(text))
  const name = fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/'))
  fc.assert(
    fc.property(name, name, (one, other) => {
      const pattern = compilePattern(escapeGlob(one))
      expect(pattern.matches(one)).toBe(true)
      expect(pattern.matches(other)).toBe(one === other)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['a/**', 'a', true],
  ['a/**', 'a/b', true],
  ['a/*', 'a/b', false],
  ['a/*/c', 'a/b', true],
  ['**/x', 'a/b', true],
  ['b/**', 'a', false],
  ['{a,b}/**', 'c', false],
  ['{a/b,c}/**', 'a', true],
  ['a', 'a', false],
])('%s reaches into %s: %s', (glob, folder, expected) => {
  expect(compilePattern(glob).reachesInto(folder)).toBe(expected)
})
