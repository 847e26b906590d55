import type { Text } from './manifest.generated.ts'

/**
 * Gives the words of a text in a language. Tries the locale, its language (`de` for `de-AT`), English, then the
 * first language listed.
 */
export function resolveText(text: Text, locale: string): string {
  if (typeof text === 'string') return text
  const byLocale = new Map(Object.entries(text).map(([name, words]) => [normalise(name), words]))
  const wanted = normalise(locale)
  const language = wanted.split('-')[0] ?? wanted
  return (
    byLocale.get(wanted) ?? byLocale.get(language) ?? byLocale.get('en') ?? [...byLocale.values()][0] ?? ''
  )
}

function normalise(locale: string): string {
  return locale.replaceAll('_', '-').toLowerCase()
}
