import { expect, test } from 'vitest'
import { createTranslate } from './translate.ts'

const texts = {
  title: 'Kunden',
  'a.b': 'whole key',
  a: { b: 'nested', c: { d: 'deep' } },
  greeting: 'Hallo {name}, {name}! {unknown}',
  rows: { one: '{count} Zeile', other: '{count} Zeilen' },
  number: 7,
}

test.each([
  ['title', undefined, 'Kunden'],
  ['a.b', undefined, 'whole key'],
  ['a.c.d', undefined, 'deep'],
  ['greeting', { name: 'Ada' }, 'Hallo Ada, Ada! {unknown}'],
  ['rows', { count: 1 }, '1 Zeile'],
  ['rows', { count: 0 }, '0 Zeilen'],
  ['rows', undefined, 'rows'],
  ['number', undefined, 'number'],
  ['missing.key', undefined, 'missing.key'],
  ['toString', undefined, 'toString'],
  ['a.constructor.name', undefined, 'a.constructor.name'],
])('%s with %j is %s', (key, values, expected) => {
  expect(createTranslate(texts, 'de_AT')(key, values)).toBe(expected)
})

test('forms are those of the language', () => {
  const t = createTranslate({ rows: { one: 'řádek', few: 'řádky', other: 'řádků' } }, 'cs')
  expect([1, 2, 5].map((count) => t('rows', { count }))).toEqual(['řádek', 'řádky', 'řádků'])
})
