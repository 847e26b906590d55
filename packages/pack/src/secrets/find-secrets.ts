import {
  GENERIC_RULE,
  GENERIC_VALUE,
  isGenericSecret,
  LITERALS,
  PRIVATE_KEY_LABEL,
  PRIVATE_KEY_RULE,
  RULES,
} from './rules.ts'

/** A secret in some bytes. Holds nothing of the secret itself. */
export interface FoundSecret {
  /** Name of the rule. */
  readonly rule: string
  /** What it looks like, for a sentence, with at most the public start of it. */
  readonly what: string
  /** Where it begins, in bytes. */
  readonly offset: number
}

/** More than a match ever looks back or ahead, in bytes: for those who search piece by piece. */
export const REACH = 2048

/**
 * Finds secrets in bytes, in their order. Of binary content only private keys: random bytes look like tokens. Everything
 * is ASCII, so the bytes are searched as Latin-1, where an offset in the text is one in the bytes.
 */
export function findSecrets(bytes: Buffer, { isBinary }: { readonly isBinary: boolean }): FoundSecret[] {
  if (isBinary && !bytes.includes(PRIVATE_KEY_LABEL)) return []
  const text = bytes.toString('latin1')
  const found = findByLiterals(text)
  if (isBinary) return found.filter(({ rule }) => rule === PRIVATE_KEY_RULE)
  const generic = findGeneric(text).filter(({ offset }) => !found.some((one) => one.offset === offset))
  return [...found, ...generic].toSorted((a, b) => a.offset - b.offset)
}

/** One search for all literals; only where one is, a rule looks closer. */
function findByLiterals(text: string): FoundSecret[] {
  const found: FoundSecret[] = []
  for (const { 0: literal, index: offset } of text.matchAll(LITERALS)) {
    if (isInsideWord(text, offset)) continue
    for (const { name, what, literals, pattern, isSecret } of RULES) {
      if (!literals.includes(literal)) continue
      pattern.lastIndex = offset
      const match = pattern.exec(text)?.[0]
      if (match === undefined || isSecret?.(match) === false) continue
      found.push({ rule: name, what: `${what} (${literal.trim()}…)`, offset })
    }
  }
  return found
}

function findGeneric(text: string): FoundSecret[] {
  const found: FoundSecret[] = []
  for (const { 0: assignment, 1: value = '', index } of text.matchAll(GENERIC_VALUE)) {
    if (!isGenericSecret(text.slice(Math.max(0, index - 80), index), value)) continue
    const offset = index + assignment.length - value.length - 1
    found.push({ rule: GENERIC_RULE, what: `a token or password of ${value.length} characters`, offset })
  }
  return found
}

/** The literal is the end of something else, and no line break is meant as in the string literal `"\nghp_…"`. */
function isInsideWord(text: string, offset: number): boolean {
  const isWord = isWordCharacter(text.charCodeAt(offset - 1)) && isWordCharacter(text.charCodeAt(offset))
  return isWord && text[offset - 2] !== '\\'
}

/** Letters, digits and `_`; not so before the start of the text. */
function isWordCharacter(code: number): boolean {
  return (
    (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95
  )
}
