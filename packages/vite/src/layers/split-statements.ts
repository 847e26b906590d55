/** A rule, an at-rule, or what stands between them, at the top of a stylesheet. */
export interface Statement {
  /** With everything up to its end; all texts together are the stylesheet, but for what is repaired. */
  readonly text: string
  /** `import` for `@import`, `rule` for what is no at-rule, and empty for space and comments. */
  readonly name: string
  /** Whether it ends with a block. */
  readonly isBlock: boolean
}

/**
 * Splits a stylesheet at the ends of its top-level statements, by the tokens of https://www.w3.org/TR/css-syntax-3/ that may
 * hide one: comments, strings, escapes, unquoted addresses, blocks. What a browser would close at the end is closed, and a
 * brace that closes nothing is a space, so that the text may stand inside a block.
 */
export function splitStatements(css: string): readonly Statement[] {
  const statements: Statement[] = []
  let text = ''
  let closing = ''

  function end(isBlock: boolean): void {
    if (text !== '') statements.push({ text, name: nameOf(text), isBlock })
    text = ''
  }

  for (const [found] of css.replace(ESCAPED_END, '').matchAll(TOKEN)) {
    const token = close(found)
    const isInside = closing !== ''
    if (!isInside && text === '' && (token.startsWith('/*') || token.trim() === '')) {
      text = token
      end(false)
    } else if (token === closing[0]) {
      text += token
      closing = closing.slice(1)
      if (closing === '' && token === '}') end(true)
    } else if (token === ';' && !isInside) {
      text += token
      end(false)
    } else if (token === '}' && !isInside) {
      text += ' '
    } else {
      text += token
      closing = (CLOSING.get(token) ?? '') + closing
    }
  }
  if (text !== '') {
    // A string that never ends takes all up to the end of its line.
    if (closing !== '' && /["'\\]/.test(text)) text += '\n'
    text += closing
    end(closing.endsWith('}'))
  }
  return statements
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['{', '}'],
  ['(', ')'],
  ['[', ']'],
])

/** A backslash before the end, where something else will follow. */
const ESCAPED_END = /(?<=(?:^|[^\\])(?:\\\\)*)\\$/

/** Comments, strings and addresses that never end go to where a browser ends them. */
const TOKEN =
  /\/\*[^]*?(?:\*\/|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|\\[^]|url\(\s*(?!["'\s])(?:\\[^]|[^)\\])*(?:\)|$)|[{}()[\];]|\s+|(?:(?!url\()[^"'\\{}()[\];\s/])+|[^]/gi

/** Comments and addresses have no token behind them that could end them. */
function close(token: string): string {
  if (token === '/*/' || /^\/\*(?!.*\*\/$)/s.test(token)) return `${token}*/`
  return /^url\((?:\\[^]|[^)\\])*$/i.test(token) ? `${token})` : token
}

function nameOf(text: string): string {
  if (text.trim() === '' || text.startsWith('/*')) return ''
  return /^@([\w-]+)/.exec(text)?.[1]?.toLowerCase() ?? 'rule'
}
