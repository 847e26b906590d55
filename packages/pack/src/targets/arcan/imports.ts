import type { SourceToken } from './source-tokens.ts'

/**
 * The modules that a TypeScript source needs when it runs, each as written; `undefined` for one that is computed. Imports
 * of types are gone after compilation and do not count.
 */
export function findImports(tokens: readonly SourceToken[]): (string | undefined)[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'word' || isText(tokens[index - 1], '.')) return []
    const next = tokens[index + 1]
    if (token.text === 'import') return importAt(tokens, index)
    if (token.text === 'require' && isText(next, '(')) return [stringOf(tokens[index + 2])]
    if (token.text === 'export' && (isText(next, '*') || isText(next, '{'))) return fromAfter(tokens, index)
    return []
  })
}

function importAt(tokens: readonly SourceToken[], index: number): (string | undefined)[] {
  const next = tokens[index + 1]
  if (isText(next, '(')) return [stringOf(tokens[index + 2])]
  if (next?.kind === 'string') return [next.text]
  // `import type from './a'` imports a value named `type`.
  const isType = isText(next, 'type') && !isText(tokens[index + 2], 'from') && !isText(tokens[index + 2], ',')
  const isStatement = next?.kind === 'word' || isText(next, '{') || isText(next, '*')
  return isType || !isStatement ? [] : fromAfter(tokens, index)
}

/** The string after the next `from`; none where the statement has none, as in `export { a }`. */
function fromAfter(tokens: readonly SourceToken[], index: number): string[] {
  for (let at = index + 1; at < tokens.length; at++) {
    const token = tokens[at]
    if (isText(token, 'from') && tokens[at + 1]?.kind === 'string') return [tokens[at + 1]?.text ?? '']
    const isPart = token?.kind === 'word' || /^[*{},]$/.test(token?.text ?? '')
    if (!isPart || (isText(token, '}') && !isText(tokens[at + 1], 'from'))) return []
  }
  return []
}

function isText(token: SourceToken | undefined, text: string): boolean {
  return token !== undefined && token.kind !== 'string' && token.text === text
}

function stringOf(token: SourceToken | undefined): string | undefined {
  return token?.kind === 'string' ? token.text : undefined
}
