import type { Position, Span } from './diagnostic.ts'

/** Turns offsets of one text into lines and columns. */
export interface LineIndex {
  /** The position of a UTF-16 offset; offsets outside the text are clamped. */
  positionAt(offset: number): Position
  /** The span from `start` to `end` (exclusive), both UTF-16 offsets. */
  spanOf(start: number, end: number): Span
}

/** Creates a {@link LineIndex}. Lines end with LF, CRLF or CR. */
export function createLineIndex(text: string): LineIndex {
  const lineStarts = [0]
  for (const match of text.matchAll(/\r\n|\n|\r/g)) lineStarts.push(match.index + match[0].length)

  function positionAt(offset: number): Position {
    const clamped = Math.max(0, Math.min(offset, text.length))
    let low = 0
    let high = lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((lineStarts[middle] ?? 0) <= clamped) low = middle
      else high = middle - 1
    }
    return { offset: clamped, line: low + 1, column: clamped - (lineStarts[low] ?? 0) + 1 }
  }

  return { positionAt, spanOf: (start, end) => ({ start: positionAt(start), end: positionAt(end) }) }
}
