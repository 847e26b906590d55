import { expect, test } from 'vitest'
import { toSource } from './source-text.ts'

test('plain data', () => {
  expect(toSource({ label: 'Help', icon: undefined, list: [1] })).toBe('{"label":"Help","list":[1]}')
})

test('a key __proto__ stays a key, and a text that looks like one stays a text', () => {
  const value: unknown = JSON.parse('{ "__proto__": { "a": 1 }, "text": "\\"__proto__\\": 2" }')
  const source = toSource(value)
  expect(source).toBe('{["__proto__"]:{"a":1},"text":"\\"__proto__\\": 2"}')
})
