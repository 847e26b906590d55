import {
  GENERIC_RULE,
  GENERIC_VALUE,
  isGenericSecret,
  PRIVATE_KEY_LABEL,
  PRIVATE_KEY_RULE,
  RULES,
} from './rules.ts'
import { createLiteralSearch } from './literal-search.ts'

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
 * Finds secrets in bytes, in their order. Of binary content only private keys: random bytes look like tokens. All of it
 * is ASCII, so the bytes are read as Latin-1, where an offset in the text is one in the bytes.
 */
export function findSecrets(bytes: Buffer, { isBinary }: { readonly isBinary: boolean }): FoundSecret[] {
  if (isBinary && !bytes.includes(PRIVATE_KEY_LABEL)) return []
  const found = findByLiterals(bytes)
  if (isBinary) return found.filter(({ rule }) => rule === PRIVATE_KEY_RULE)
  const generic = findGeneric(bytes.toString('latin1')).filter(
    ({ offset }) => !found.some((one) => one.offset === offset),
  )
  return [...found, ...generic].toSorted((a, b) => a.offset - b.offset)
}

const searchLiterals = createLiteralSearch(RULES.flatMap(({ literals }) => literals))

/** One search for all literals; only where one is, a rule looks closer. */
function findByLiterals(bytes: Buffer): FoundSecret[] {
  const found: FoundSecret[] = []
  for (const { literal, offset } of searchLiterals(bytes)) {
    if (isInsideWord(bytes, offset)) continue
    const text = bytes.toString('latin1', offset, offset + REACH)
    for (const { name, what, literals, pattern, isSecret } of RULES) {
      if (!literals.includes(literal)) continue
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
function isInsideWord(bytes: Uint8Array, offset: number): boolean {
  const isWord = isWordCharacter(bytes[offset - 1]) && isWordCharacter(bytes[offset])
  return isWord && bytes[offset - 2] !== BACKSLASH
}

const BACKSLASH = 0x5c

/** Letters, digits and `_`; not so before the start. */
function isWordCharacter(byte: number | undefined): boolean {
  return byte !== undefined && /\w/.test(String.fromCharCode(byte))
}
