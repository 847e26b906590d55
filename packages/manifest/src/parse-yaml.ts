import { Composer, Lexer, Parser, YAMLParseError } from 'yaml'
import type { CST, Document } from 'yaml'
import { LIMITS } from './limits.ts'

/** What {@link parseYaml} gives. */
export type ParsedYaml =
  | { readonly document: Document.Parsed }
  /** Where a level too many opens; `undefined` where the package ran out of stack in another way. */
  | { readonly tooDeepAt: number | undefined }

/**
 * Parses YAML as `parseDocument` of the `yaml` package does, but ends at the first value that is nested too deeply.
 *
 * That package works in three steps: the lexer and the parser loop, with the open collections on a stack of their
 * own, and the composer recurses into what they have built. The depth is read off that stack, so there is no
 * notation that the composer would take for a level and this check would not.
 */
export function parseYaml(text: string): ParsedYaml {
  // Duplicate keys are found by readDocument: the composer's own check is quadratic.
  const composer = new Composer({
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'error',
  })
  let first: Document.Parsed | undefined
  try {
    for (const document of composer.compose(readTokens(text), true, text.length)) {
      if (first !== undefined) {
        const [start, end] = document.range
        first.errors.push(new YAMLParseError([start, end], 'MULTIPLE_DOCS', 'A second document starts'))
        break
      }
      first = document
    }
  } catch (error) {
    if (error instanceof TooDeep) return { tooDeepAt: error.offset }
    if (error instanceof RangeError) return { tooDeepAt: undefined }
    throw error
  }
  // With its second argument the composer always gives a document, if an empty one.
  return { document: first as Document.Parsed }
}

/** The document, and its collections around each other. */
const STACK_LIMIT = 1 + LIMITS.depth

function* readTokens(text: string): Generator<CST.Token, void> {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    const top = parser.stack.at(-1)
    if (parser.stack.length > STACK_LIMIT && top !== undefined && 'items' in top)
      throw new TooDeep(top.offset)
  }
  yield* parser.end()
}

/** Leaves the composer; never leaves this file. */
class TooDeep extends Error {
  readonly offset: number
  constructor(offset: number) {
    super('nested too deeply')
    this.offset = offset
  }
}
