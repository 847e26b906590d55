import { expect, test } from 'vitest'
import { resolveText } from './text.ts'

test.each([
  ['CRM', 'de', 'CRM'],
  [{ en: 'Customers', de: 'Kunden' }, 'de', 'Kunden'],
  [{ en: 'Customers', de: 'Kunden' }, 'de-AT', 'Kunden'],
  [{ en: 'Customers', de_AT: 'Kundschaft', de: 'Kunden' }, 'DE-at', 'Kundschaft'],
  [{ de: 'Kunden', en: 'Customers' }, 'fr', 'Customers'],
  [{ de: 'Kunden' }, 'fr', 'Kunden'],
])('%j in %s is %s', (text, locale, words) => {
  expect(resolveText(text, locale)).toBe(words)
})
