/** Bits per character of a text: Shannon's entropy of its characters. 0 for `aaaa`, 2 for `abcd`. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
  let entropy = 0
  for (const count of counts.values()) entropy -= (count / text.length) * Math.log2(count / text.length)
  return entropy
}

/** Words in placeholders. */
const PLACEHOLDER =
  /example|sample|placeholder|change|your|dummy|redacted|xxxx|1234567|abcdef|test|fake|foobar/i

/**
 * Tells whether a text of 20 or more characters looks like made by a random generator, and not like a name, a path or a
 * placeholder: hex with more than 3 bits a character, or letters of both cases and digits with more than 3.7.
 */
export function looksRandom(text: string): boolean {
  if (PLACEHOLDER.test(text)) return false
  if (/^[0-9a-f]+$/i.test(text)) return text.length >= 32 && entropyOf(text) > 3
  const isMixed = /[a-z]/.test(text) && /[A-Z]/.test(text) && (text.match(/\d/g) ?? []).length >= 2
  return isMixed && entropyOf(text) > 3.7
}
