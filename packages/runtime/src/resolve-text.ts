/** A text for people: one string for everybody, or one per locale. */
export type Text = string | Readonly<Record<string, string>>

/**
 * Picks the text for a locale, by {@link pickLocale}.
 *
 *     resolveText({ en: 'Customers', de: 'Kunden' }, 'de-AT')   → 'Kunden'
 */
export function resolveText(text: Text, locale: string): string {
  if (typeof text === 'string') return text
  const found = pickLocale(Object.keys(text), locale)
  return found === undefined ? '' : (text[found] ?? '')
}

/** The locale itself, its language (`de-AT` → `de`), `en`, whatever comes first; `de_AT` is `de-AT`. */
export function pickLocale(available: readonly string[], locale: string): string | undefined {
  const wanted = normalise(locale)
  const find = (tag: string): string | undefined => available.find((key) => normalise(key) === tag)
  return find(wanted) ?? find(wanted.split('-')[0] ?? '') ?? find('en') ?? available[0]
}

function normalise(locale: string): string {
  return locale.replaceAll('_', '-').toLowerCase()
}
