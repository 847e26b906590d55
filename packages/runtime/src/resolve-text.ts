/** A text for people: one string for everybody, or one per locale. */
export type Text = string | Readonly<Record<string, string>>

/**
 * Picks the text for a locale: the locale itself, its language (`de-AT` → `de`), `en`, whatever comes first.
 *
 *     resolveText({ en: 'Customers', de: 'Kunden' }, 'de-AT')   → 'Kunden'
 */
export function resolveText(text: Text, locale: string): string {
  if (typeof text === 'string') return text
  const found = [locale, locale.split('-')[0] ?? '', 'en'].find((key) => Object.hasOwn(text, key))
  return (found === undefined ? Object.values(text)[0] : text[found]) ?? ''
}
