import { LIMITS } from './limits.ts'

/**
 * Reads a YAML text that keeps to the plain form most manifests have, and gives `undefined` for any other, which says
 * nothing about whether it is YAML. In a cold process 100 manifests take the `yaml` package some 80 ms after the 25
 * that it takes to load; this takes 5.
 *
 * The plain form: block mappings and lists; on one line also `[…]`, `{…}` and quotes without escapes; keys that are
 * identifiers; words, true, false, whole numbers and versions; comments. Where YAML could see more in a text than
 * that (other numbers, null, tags, anchors, values over lines, control characters, duplicate keys) the text is not plain. A test
 * compares the two readers.
 */
export function readPlainYaml(text: string): Readonly<Record<string, unknown>> | undefined {
  if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/.test(text)) return undefined
  const lines: Line[] = []
  for (const line of text.split('\n')) {
    const indent = line.search(/[^ ]/)
    if (indent !== -1 && line[indent] !== '#') lines.push({ indent, text: line.slice(indent) })
  }
  try {
    return readMapping({ lines, next: 0 }, { indent: 0, depth: 1 })
  } catch (error) {
    if (error instanceof NotPlain) return undefined
    throw error
  }
}

/** Leaves the recursion; never leaves this file. */
class NotPlain extends Error {}

interface Line {
  readonly indent: number
  /** What follows the indentation. */
  readonly text: string
}

interface Reader {
  readonly lines: Line[]
  /** Index of the line to read. */
  next: number
}

interface Level {
  readonly indent: number
  readonly depth: number
}

/** `key: …` lines of one indentation. */
function readMapping(reader: Reader, level: Level): Readonly<Record<string, unknown>> {
  const { indent } = level
  const entries = new Map<string, unknown>()
  for (let line = reader.lines[reader.next]; line !== undefined; line = reader.lines[reader.next]) {
    if (line.indent < indent) break
    const [, key, rest = ''] = KEY_LINE.exec(line.text) ?? []
    if (line.indent > indent || key === undefined || entries.has(key)) throw new NotPlain()
    reader.next++
    entries.set(
      key,
      rest === '' || rest.startsWith('#') ? readBelow(reader, level) : readLine(rest, level.depth),
    )
  }
  if (entries.size === 0) throw new NotPlain()
  return Object.fromEntries(entries)
}

const KEY_LINE = /^([A-Za-z_][\w-]{0,63}):(?: +(.*))?$/

/** What stands below `key:`: further to the right, or a list in the key's own column. */
function readBelow(reader: Reader, { indent, depth }: Level): unknown {
  const line = reader.lines[reader.next]
  if (line === undefined || depth >= LIMITS.depth) throw new NotPlain()
  const isList = line.text.startsWith('- ')
  if (line.indent < indent || (line.indent === indent && !isList)) throw new NotPlain()
  const level = { indent: line.indent, depth: depth + 1 }
  return isList ? readList(reader, level) : readMapping(reader, level)
}

/** `- …` lines of one indentation. */
function readList(reader: Reader, { indent, depth }: Level): readonly unknown[] {
  const items: unknown[] = []
  for (let line = reader.lines[reader.next]; line !== undefined; line = reader.lines[reader.next]) {
    if (line.indent < indent || (line.indent === indent && !line.text.startsWith('- '))) break
    if (line.indent > indent || depth >= LIMITS.depth) throw new NotPlain()
    const offset = line.text.slice(1).search(/[^ ]/) + 1
    const text = line.text.slice(offset)
    if (offset > 0 && KEY_LINE.test(text)) {
      // `- key: value` is a mapping in the column of its first key.
      reader.lines[reader.next] = { indent: indent + offset, text }
      items.push(readMapping(reader, { indent: indent + offset, depth: depth + 1 }))
    } else {
      reader.next++
      items.push(readLine(text, depth))
    }
  }
  return items
}

/** A value that fills the rest of its line. */
function readLine(text: string, depth: number): unknown {
  if (/^[[{"']/.test(text)) {
    const flow: Flow = { text, at: 0 }
    const value = readFlow(flow, depth)
    if (!/^ *$|^ +#/.test(text.slice(flow.at))) throw new NotPlain()
    return value
  }
  const comment = text.indexOf(' #')
  const word = withoutSpaces(comment === -1 ? text : text.slice(0, comment))
  if (word.includes(': ') || word.endsWith(':')) throw new NotPlain()
  return toScalar(word)
}

interface Flow {
  readonly text: string
  /** Offset of the character to read. */
  at: number
}

function readFlow(flow: Flow, depth: number): unknown {
  const opening = flow.text[flow.at]
  if (opening === '"') return take(flow, /"([^"\\]*)"/y)
  if (opening === "'") return take(flow, /'([^']*)'(?!')/y)
  if (opening !== '[' && opening !== '{') return toScalar(withoutSpaces(take(flow, FLOW_WORD)))
  if (depth >= LIMITS.depth) throw new NotPlain()
  return opening === '[' ? readFlowList(flow, depth + 1) : readFlowMapping(flow, depth + 1)
}

/** A `:` belongs to a word if the word goes on right after it. */
const FLOW_WORD = /((?:[^,[\]{}#:]|:(?=[^ ,[\]{}#]))+)/y

function readFlowList(flow: Flow, depth: number): readonly unknown[] {
  const items: unknown[] = []
  take(flow, /(\[ *)/y)
  if (takeIf(flow, /(\])/y)) return items
  do items.push(readFlow(flow, depth))
  while (takeIf(flow, / *(, *)/y))
  take(flow, / *(\])/y)
  return items
}

function readFlowMapping(flow: Flow, depth: number): Readonly<Record<string, unknown>> {
  const entries = new Map<string, unknown>()
  take(flow, /(\{ *)/y)
  if (takeIf(flow, /(\})/y)) return {}
  do {
    const key = take(flow, /([A-Za-z_][\w-]{0,63}): +/y)
    if (entries.has(key)) throw new NotPlain()
    entries.set(key, readFlow(flow, depth))
  } while (takeIf(flow, / *(, *)/y))
  take(flow, / *(\})/y)
  return Object.fromEntries(entries)
}

/** What a sticky pattern captures where the reader stands. */
function take(flow: Flow, pattern: RegExp): string {
  const taken = takeIf(flow, pattern)
  if (taken === undefined) throw new NotPlain()
  return taken
}

function takeIf(flow: Flow, pattern: RegExp): string | undefined {
  pattern.lastIndex = flow.at
  const found = pattern.exec(flow.text)
  if (found === null) return undefined
  flow.at += found[0].length
  return found[1]
}

/** A word as YAML's core schema reads it (YAML 1.2.2, 10.3.2), if there is no doubt. */
function toScalar(word: string): string | number | boolean {
  if (word === 'true' || word === 'false') return word === 'true'
  if (/^(?:0|-?[1-9]\d{0,14})$/.test(word)) return Number(word)
  if (/^\d+\.\d+\.\d[\w.+-]*$/.test(word)) return word
  if (!WORD.test(word) || /^(?:null|true|false)$/i.test(word)) throw new NotPlain()
  return word
}

/** Starts as nothing but a word starts, and has no white space other than plain spaces. */
const WORD =
  /^(?:[A-Za-z_/^$(\u00a1-\u1fff\u3001-\udfff]|\.\/)[ -~\u00a1-\u1fff\u2010-\u2027\u2030-\u2fff\u3001-\udfff]*$/

/** Without the spaces at the end, and only spaces: to YAML others are part of the word. */
function withoutSpaces(text: string): string {
  let end = text.length
  while (text[end - 1] === ' ') end--
  return text.slice(0, end)
}
