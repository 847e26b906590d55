import { expect, test } from 'vitest'
import { resolveText, type Text } from './resolve-text.ts'

test.each<[Text, string, string]>([
  ['Customers', 'de', 'Customers'],
  [{ en: 'Customers', de: 'Kunden' }, 'de', 'Kunden'],
  [{ en: 'Customers', de: 'Kunden' }, 'de-AT', 'Kunden'],
  [{ 'de-AT': 'Kundschaft', de: 'Kunden' }, 'de-AT', 'Kundschaft'],
  [{ de: 'Kunden', en: 'Customers' }, 'fr', 'Customers'],
  [{ de: 'Kunden' }, 'fr', 'Kunden'],
  [{}, 'fr', ''],
  [{ de: 'Kunden' }, 'constructor', 'Kunden'],
])('%j in %s is %s', (text, locale, expected) => {
  expect(resolveText(text, locale)).toBe(expected)
})
