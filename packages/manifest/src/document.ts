import type { LineIndex, Place, Span } from '@plugwright/diagnostics'
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml'
import type { Document, Node, Pair, YAMLMap } from 'yaml'

/** The keys that lead to a value: `['nav', 0, 'path']`. */
export type ValuePath = readonly (string | number)[]

/** The text of a document. */
export interface SourceText {
  readonly text: string
  readonly lines: LineIndex
  readonly file: string | undefined
}

/** Finds values of a document in its text. */
export interface Locate {
  /** The span of the value at a path, or of its key; `undefined` where the document has none. */
  readonly span: (path: ValuePath, part?: 'key' | 'value') => Span | undefined
  /** The same as a place for a diagnostic; where the value is missing, the nearest thing around it. */
  readonly place: (path: ValuePath, part?: 'key' | 'value') => Place
  /** The value as it is written. */
  readonly sourceOf: (path: ValuePath) => string | undefined
}

/** Creates a {@link Locate} for a parsed document. */
export function createLocate(document: Document, source: SourceText): Locate {
  const { text, file } = source

  function span(path: ValuePath, part: 'key' | 'value' = 'value'): Span | undefined {
    const found = findNode(document, path)
    if (found === undefined) return undefined
    const node = part === 'key' ? found.key : found.value
    return nodeSpan(node, source) ?? nodeSpan(found.key, source)
  }

  function place(path: ValuePath, part?: 'key' | 'value'): Place {
    let found = span(path, part)
    for (let length = path.length - 1; found === undefined && length >= 0; length--)
      found = span(path.slice(0, length))
    return { ...(file !== undefined && { file }), ...(found !== undefined && { span: found }), path }
  }

  function sourceOf(path: ValuePath): string | undefined {
    const found = span(path)
    return found && text.slice(found.start.offset, found.end.offset)
  }

  return { span, place, sourceOf }
}

interface Found {
  readonly key: Node | null | undefined
  readonly value: Node | null | undefined
}

function findNode(document: Document, path: ValuePath): Found | undefined {
  let found: Found = { key: undefined, value: document.contents }
  for (const step of path) {
    const parent = isAlias(found.value) ? found.value.resolve(document) : found.value
    const next = isMap(parent)
      ? findPair(parent, String(step))
      : isSeq(parent)
        ? parent.items[Number(step)]
        : undefined
    if (next === undefined) return undefined
    found = isPair(next)
      ? { key: next.key as Node | null, value: next.value as Node | null }
      : { key: undefined, value: next as Node }
  }
  return found
}

function findPair(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => keyOf(pair) === key)
}

/** The key of a pair as a string; JavaScript has no other property names. */
export function keyOf(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : String(pair.key)
}

/** The span of a node without the white space that follows it; `undefined` for a value left empty. */
export function nodeSpan(node: Node | null | undefined, { text, lines }: SourceText): Span | undefined {
  if (!node?.range) return undefined
  const [start, valueEnd] = node.range
  const end = start + text.slice(start, valueEnd).trimEnd().length
  return end > start ? lines.spanOf(start, end) : undefined
}
