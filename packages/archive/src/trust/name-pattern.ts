/** Tells whether a text is a pattern for plugin names: the characters of names, and `*` for any run of them. */
export function isNamePattern(text: string): boolean {
  return /^[a-z0-9_*-]{1,64}$/.test(text)
}

/**
 * Matches a plugin name as a whole. `*` is the only wildcard. Linear in the name for each `*`; a pattern cannot be made
 * that takes long.
 *
 *     acme-* ← acme-crm;  * ← everything;  crm ← crm alone
 */
export function matchesNamePattern(pattern: string, name: string): boolean {
  const [head = '', ...rest] = pattern.split('*')
  const tail = rest.pop()
  if (tail === undefined) return name === head
  if (!name.startsWith(head)) return false
  let position = head.length
  for (const part of rest) {
    const found = name.indexOf(part, position)
    if (found === -1) return false
    position = found + part.length
  }
  return name.length - tail.length >= position && name.endsWith(tail)
}
