/** The texts of a plugin in one language; they may be nested: `{ customers: { title: '…' } }` has `customers.title`. */
export type Messages = Readonly<Record<string, unknown>>

/**
 * Gives the text of a key, with `{name}` replaced by values. A key without a text is given back as it is. A text of several
 * forms takes that of `count`, by the plural rules of its language:
 *
 *     { "rows": { "one": "{count} row", "other": "{count} rows" } }     t('rows', { count: 1 })   → '1 row'
 */
export type Translate = (key: string, values?: Readonly<Record<string, string | number>>) => string

/** Creates the {@link Translate} of a language. */
export function createTranslate(messages: Messages, locale: string): Translate {
  return (key, values = {}) => {
    const text = toText(find(messages, key), { count: values['count'], locale })
    return text?.replaceAll(/\{(\w+)\}/g, (found, name: string) => `${values[name] ?? found}`) ?? key
  }
}

/** A whole key comes before a nested one. */
function find(messages: unknown, key: string): unknown {
  if (typeof messages !== 'object' || messages === null) return undefined
  if (Object.hasOwn(messages, key)) return (messages as Messages)[key]
  const dot = key.indexOf('.')
  const first = key.slice(0, dot)
  if (dot < 0 || !Object.hasOwn(messages, first)) return undefined
  return find((messages as Messages)[first], key.slice(dot + 1))
}

function toText(
  found: unknown,
  { count, locale }: { readonly count: string | number | undefined; readonly locale: string },
): string | undefined {
  if (typeof found === 'string') return found
  if (typeof found !== 'object' || found === null || typeof count !== 'number') return undefined
  const forms = found as Messages
  const form = forms[new Intl.PluralRules(locale.replaceAll('_', '-')).select(count)] ?? forms['other']
  return typeof form === 'string' ? form : undefined
}
