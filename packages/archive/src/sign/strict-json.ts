/** The value of a text, or what is wrong with the text, as the end of a sentence. */
export type StrictJson =
  | { readonly value: unknown; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string }

/**
 * Parses JSON that decides about trust: bounded before anything is looked at, well-formed UTF-8 without a byte order
 * mark, and no key twice in one object (parsers disagree about which one counts). Never throws.
 */
export function parseStrictJson(bytes: Uint8Array, maxBytes: number): StrictJson {
  if (bytes.length > maxBytes)
    return { problem: `has ${bytes.length} bytes, and at most ${maxBytes} are read` }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { problem: 'is not UTF-8' }
  }
  try {
    const value: unknown = JSON.parse(text)
    const duplicate = findDuplicateKey(text)
    return duplicate === undefined ? { value } : { problem: `has the key ${quote(duplicate)} twice` }
  } catch {
    return { problem: 'is not JSON' }
  }
}

/** Brackets, and strings with the colon that makes them keys. Only for texts that `JSON.parse` takes. */
const TOKEN = /[{}[\]]|("(?:[^"\\]|\\.)*")\s*(:?)/g

function findDuplicateKey(text: string): string | undefined {
  const open: Set<string>[] = []
  for (const [token, literal, colon] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(new Set())
    else if (token === '}' || token === ']') open.pop()
    else if (literal !== undefined && colon === ':') {
      const key = JSON.parse(literal) as string
      if (open.at(-1)?.has(key)) return key
      open.at(-1)?.add(key)
    }
  }
  return undefined
}

/** Narrows to an object that is no array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names the first key that is missing or not known, as the end of a sentence; `undefined` where all are right. */
export function findKeyProblem(
  record: Readonly<Record<string, unknown>>,
  { required, optional = [] }: { required: readonly string[]; optional?: readonly string[] },
): string | undefined {
  const missing = required.find((key) => !Object.hasOwn(record, key))
  if (missing !== undefined) return `lacks "${missing}"`
  const unknown = Object.keys(record).find((key) => !required.includes(key) && !optional.includes(key))
  return unknown === undefined ? undefined : `has the unknown key ${quote(unknown)}`
}

/** A text of an untrusted file for a message: printable ASCII, and not long. */
function quote(text: string): string {
  const escaped = JSON.stringify(text.slice(0, 40)).replaceAll(
    /[^ -~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return text.length > 40 ? `${escaped.slice(0, -1)}…"` : escaped
}
