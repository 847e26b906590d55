import type { Span } from './diagnostic.ts'

/** Widest line of source that a frame shows; longer ones are cut around the column. */
const MAX_LINE_WIDTH = 100

/**
 * Draws the place of a problem: the line before, the line with carets under the span, the line after. No colour.
 *
 *       13 |   - label: Customer 360
 *     > 14 |     path: /crm/customer
 *          |           ^^^^^^^^^^^^^
 */
export function formatCodeFrame(source: string, span: Span): string {
  const lines = source.split(/\r\n|\n|\r/)
  const { line, column } = span.start
  const last = Math.min(line + 1, lines.length)
  const gutter = String(last).length
  const cut = cutWindow(lines[line - 1] ?? '', column)

  const frame: string[] = []
  for (let number = Math.max(1, line - 1); number <= last; number++) {
    const text = printable(cut(lines[number - 1] ?? ''))
    const marker = number === line ? '>' : ' '
    if (number > line && text.trim() === '') break
    frame.push(`${marker} ${String(number).padStart(gutter)} | ${text}`.trimEnd())
    if (number === line)
      frame.push(`  ${' '.repeat(gutter)} | ${caretLine(lines[line - 1] ?? '', span, cut)}`)
  }
  return frame.join('\n')
}

function caretLine(text: string, span: Span, cut: (text: string) => string): string {
  const { line, column } = span.start
  const end = span.end.line === line ? span.end.column : text.length + 1
  const width = Math.max(1, end - column)
  const marks = cut(' '.repeat(column - 1) + '^'.repeat(width)).replace(/…/g, ' ')
  return marks.trimEnd()
}

/** The part of a long line that is shown, as a function so that the carets are cut alike. */
function cutWindow(text: string, column: number): (text: string) => string {
  if (text.length <= MAX_LINE_WIDTH)
    return (line) => (line.length > MAX_LINE_WIDTH ? `${line.slice(0, MAX_LINE_WIDTH - 1)}…` : line)
  const start = Math.max(0, Math.min(column - 1 - MAX_LINE_WIDTH / 2, text.length - MAX_LINE_WIDTH))
  return (line) => {
    const part = line.slice(start, start + MAX_LINE_WIDTH)
    const head = start > 0 && part !== '' ? `…${part.slice(1)}` : part
    return line.length > start + MAX_LINE_WIDTH ? `${head.slice(0, -1)}…` : head
  }
}

/** Keeps one column per code unit: tabs become a space, other control characters a visible placeholder. */
function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\u00b7')
}
