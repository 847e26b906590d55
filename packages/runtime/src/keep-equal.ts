/**
 * Gives `next` with each part that is equal to its counterpart in `before` taken from there, so that who compares by identity
 * sees what changed and nothing else. Counterparts in lists have the same `plugin` and `key`, or else the same place.
 */
export function keepEqual<Value>(next: Value, before: unknown): Value {
  if (!isBranch(next) || !isBranch(before) || Array.isArray(next) !== Array.isArray(before)) return next
  const former = listParts(before)
  const counterparts = new Map(former)
  const kept = listParts(next).map(([key, part]): Part => [key, keepEqual(part, counterparts.get(key))])
  const isSame =
    kept.length === former.length &&
    former.every(([key, part], index) => kept[index]?.[0] === key && kept[index][1] === part)
  if (isSame) return before as Value
  return (Array.isArray(next) ? kept.map(([, part]) => part) : Object.fromEntries(kept)) as Value
}

type Part = readonly [key: string | number, part: unknown]

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function listParts(value: object): readonly Part[] {
  if (!Array.isArray(value)) return Object.entries(value)
  return value.map((part: unknown, index): Part => {
    const { plugin, key } = (part ?? {}) as { readonly plugin?: string; readonly key?: string }
    return [key === undefined ? index : `${plugin} ${key}`, part]
  })
}
