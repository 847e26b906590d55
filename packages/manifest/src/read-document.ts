import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node, YAMLMap } from 'yaml'
import { controlCharacter, duplicateKey, tooDeep, tooManyAliases } from './diagnostics.ts'
import { keyOf, nodeSpan } from './document.ts'
import type { SourceText } from './document.ts'
import { LIMITS } from './limits.ts'

/** What {@link readDocument} gives. */
export interface ReadDocument {
  /** Plain objects, arrays and scalars. `__proto__` is an own key like any other. */
  readonly value: unknown
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Turns a parsed document into plain values. The `yaml` package could do it too; here aliases are expanded within
 * limits, a value that contains itself ends, and duplicate keys are found in linear time with both places.
 */
export function readDocument(document: Document, source: SourceText): ReadDocument {
  const { file } = source
  const place = (node: Node | null | undefined): Place => {
    const span = nodeSpan(node, source)
    return { ...(file !== undefined && { file }), ...(span !== undefined && { span }) }
  }
  const reader: Reader = { document, place, diagnostics: [], aliases: 0, aliasedValues: 0 }
  try {
    return {
      value: readNode(reader, document.contents, { depth: 1, aliased: false }),
      diagnostics: reader.diagnostics,
    }
  } catch (error) {
    if (error instanceof LimitReached) return { value: undefined, diagnostics: [error.diagnostic] }
    throw error
  }
}

interface Reader {
  readonly document: Document
  readonly place: (node: Node | null | undefined) => Place
  readonly diagnostics: Diagnostic[]
  aliases: number
  aliasedValues: number
}

interface Position {
  readonly depth: number
  /** Inside the expansion of an alias. */
  readonly aliased: boolean
}

/** Leaves the recursion; never leaves this file. */
class LimitReached extends Error {
  readonly diagnostic: Diagnostic
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message)
    this.diagnostic = diagnostic
  }
}

function readNode(reader: Reader, node: Node | null, position: Position): unknown {
  if (position.aliased && ++reader.aliasedValues > LIMITS.aliasedValues)
    throw new LimitReached(tooManyAliases(reader.place(node)))
  if (isAlias(node)) {
    if (++reader.aliases > LIMITS.aliases) throw new LimitReached(tooManyAliases(reader.place(node)))
    // An alias of a node around it comes back here until the depth ends it.
    return readNode(reader, node.resolve(reader.document) ?? null, {
      depth: position.depth + 1,
      aliased: true,
    })
  }
  if (isScalar(node)) {
    if (typeof node.value === 'string') checkText(reader, node.value, node)
    return node.value
  }
  if (position.depth > LIMITS.depth) throw new LimitReached(tooDeep(reader.place(node)))
  const inner = { ...position, depth: position.depth + 1 }
  if (isMap(node)) return readMap(reader, node, inner)
  if (isSeq(node)) return node.items.map((item) => readNode(reader, item as Node | null, inner))
  return null
}

function readMap(reader: Reader, map: YAMLMap, inner: Position): unknown {
  const entries = new Map<string, unknown>()
  const keys = new Map<string, Node | null>()
  for (const pair of map.items) {
    const key = keyOf(pair)
    const keyNode = pair.key as Node | null
    const first = keys.get(key)
    if (first !== undefined)
      reader.diagnostics.push(duplicateKey(key, reader.place(keyNode), reader.place(first)))
    else keys.set(key, keyNode)
    checkText(reader, key, keyNode)
    entries.set(key, readNode(reader, pair.value as Node | null, inner))
  }
  // fromEntries defines properties, it does not assign: `__proto__` stays a plain key.
  return Object.fromEntries(entries)
}

/** An escape in a quoted string ("\0") brings in what the check of the raw text cannot see. */
function checkText(reader: Reader, text: string, node: Node | null): void {
  const found = findControlCharacter(text)
  if (found !== undefined)
    reader.diagnostics.push(controlCharacter(text.charCodeAt(found), reader.place(node)))
}

/** The offset of the first control character other than tab, line feed and carriage return. */
export function findControlCharacter(text: string): number | undefined {
  const found = text.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/)
  return found === -1 ? undefined : found
}
