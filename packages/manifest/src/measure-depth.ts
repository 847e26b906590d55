/**
 * Finds the first place of a YAML text that is nested deeper than `limit`, or `undefined`.
 *
 * Runs before the parser, which recurses: one pass, no recursion, and it stops at the limit. It knows just enough
 * YAML not to count brackets in quotes, comments, plain words and block scalars.
 */
export function findTooDeep(text: string, limit: number): number | undefined {
  const scan: Scan = { text, limit, at: 0, flow: 0, quote: '', levels: [], blockScalarAbove: -1 }
  let lineStart = 0
  while (lineStart <= text.length) {
    const newline = text.indexOf('\n', lineStart)
    const lineEnd = newline === -1 ? text.length : newline
    const found = scanLine(scan, lineStart, lineEnd)
    if (found !== undefined) return found
    lineStart = lineEnd + 1
  }
  return undefined
}

interface Scan {
  readonly text: string
  readonly limit: number
  /** Where the scan is: an offset. */
  at: number
  /** Open `[` and `{`. */
  flow: number
  /** The quote that is open, or nothing. */
  quote: string
  /** Open block mappings and lists with their columns. */
  readonly levels: { readonly column: number; readonly list: boolean }[]
  /** The column that the lines of an open block scalar are to the right of; -1: none open. */
  blockScalarAbove: number
}

function scanLine(scan: Scan, lineStart: number, lineEnd: number): number | undefined {
  const { text } = scan
  scan.at = lineStart
  while (text[scan.at] === ' ') scan.at++
  const column = scan.at - lineStart
  const blank = scan.at >= lineEnd || text[scan.at] === '\r'
  if (scan.quote !== '' || scan.flow > 0) return scanValue(scan, lineEnd)
  if (blank || text[scan.at] === '#') return undefined
  if (scan.blockScalarAbove >= 0 && column > scan.blockScalarAbove) return undefined
  scan.blockScalarAbove = -1
  return scanIndicators(scan, lineStart, lineEnd)
}

/** `- - key: value`: each dash opens a list, and what follows the last one is a level of its own. */
function scanIndicators(scan: Scan, lineStart: number, lineEnd: number): number | undefined {
  const { text } = scan
  for (;;) {
    const column = scan.at - lineStart
    const list = /[-?]/.test(text[scan.at] ?? '') && /[ \t\r\n]|^$/.test(text[scan.at + 1] ?? '')
    if (!list && /[|>]/.test(text[scan.at] ?? '')) break
    openLevel(scan, column, list)
    if (scan.levels.length > scan.limit) return scan.at
    if (!list) break
    scan.at++
    while (scan.at < lineEnd && /[ \t]/.test(text[scan.at] ?? '')) scan.at++
    if (scan.at >= lineEnd || text[scan.at] === '\r') return undefined
  }
  return scanValue(scan, lineEnd)
}

function openLevel({ levels }: Scan, column: number, list: boolean): void {
  for (let top = levels.at(-1); top !== undefined; top = levels.at(-1)) {
    // `key:` may be followed by `- item` in its own column: a list inside the mapping.
    if (top.column === column && top.list === list) return
    if (top.column < column || (top.column === column && list)) break
    levels.pop()
  }
  levels.push({ column, list })
}

/** From the start of a value, or from inside an open quote or bracket, to the end of the line. */
function scanValue(scan: Scan, lineEnd: number): number | undefined {
  const { text } = scan
  let valueStart = scan.flow === 0
  for (; scan.at < lineEnd; scan.at++) {
    const character = text[scan.at] ?? ''
    if (scan.quote !== '') {
      closeQuote(scan, character)
      continue
    }
    if (character === '#' && /\s/.test(text[scan.at - 1] ?? ' ')) return undefined
    const counts = scan.flow > 0 || valueStart
    if (counts && (character === '"' || character === "'")) scan.quote = character
    else if (counts && (character === '[' || character === '{')) scan.flow++
    else if (scan.flow > 0 && (character === ']' || character === '}')) scan.flow--
    else if (valueStart && scan.flow === 0 && (character === '|' || character === '>')) {
      scan.blockScalarAbove = scan.levels.at(-1)?.column ?? 0
      return undefined
    }
    if (scan.levels.length + scan.flow > scan.limit) return scan.at
    valueStart = nextValueStart(text, scan.at, valueStart)
  }
  return undefined
}

function closeQuote(scan: Scan, character: string): void {
  if (character === '\\' && scan.quote === '"') scan.at++
  else if (character === scan.quote) {
    if (scan.quote === "'" && scan.text[scan.at + 1] === "'") scan.at++
    else scan.quote = ''
  }
}

/** A value starts after `: `, and still after its tag or anchor (`!tag`, `&anchor`). */
function nextValueStart(text: string, at: number, valueStart: boolean): boolean {
  const character = text[at] ?? ''
  if (character === ':' && /\s/.test(text[at + 1] ?? ' ')) return true
  if (character === ' ' || character === '\t') {
    return valueStart || /^[!&][^\s]*$/.test(lastWord(text, at))
  }
  return false
}

/** The word that ends at an offset; a long one is cut, so that the scan stays linear. */
function lastWord(text: string, end: number): string {
  return text.slice(Math.max(0, end - 64), end).match(/\S*$/)?.[0] ?? ''
}
