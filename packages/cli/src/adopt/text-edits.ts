/** A piece of a text and what takes its place; both ends are offsets in UTF-16 code units. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** Makes edits in a text. What is inside a removed piece goes with it; of two at one place the first given is first. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = joinRemovals(
    edits.filter((edit) => !edits.some((other) => other !== edit && contains(other, edit))),
  )
  let result = ''
  let at = 0
  for (const edit of sorted) {
    result += text.slice(at, Math.max(at, edit.start)) + edit.text
    at = Math.max(at, edit.end)
    // Of the blank lines before and after what is gone, one is enough.
    if (edit.text === '' && /(^|\n)\r?\n$/.test(result)) at += /^\r?\n/.exec(text.slice(at))?.[0].length ?? 0
  }
  return result + text.slice(at)
}

/** In the order of the text, with neighbouring removals as one. */
function joinRemovals(edits: readonly TextEdit[]): readonly TextEdit[] {
  const sorted = edits
    .map((edit, index) => ({ edit, index }))
    .toSorted((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index)
  const joined: TextEdit[] = []
  for (const { edit } of sorted) {
    const last = joined.at(-1)
    const isNext = last !== undefined && last.text === '' && edit.text === '' && edit.start <= last.end
    if (isNext) joined[joined.length - 1] = { ...last, end: Math.max(last.end, edit.end) }
    else joined.push(edit)
  }
  return joined
}

/** The edit that removes a piece, with its comma, and with its lines where nothing else is on them. */
export function removePiece(
  text: string,
  { start, end }: { readonly start: number; readonly end: number },
  { withComma = false }: { readonly withComma?: boolean } = {},
): TextEdit {
  const comma = withComma ? /^\s*,/.exec(text.slice(end))?.[0].length : undefined
  const last = end + (comma ?? 0)
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = /^[ \t;]*(\r?\n|$)/.exec(text.slice(last))
  const isAlone = text.slice(lineStart, start).trim() === '' && lineEnd !== null
  if (isAlone) return { start: lineStart, end: last + lineEnd[0].length, text: '' }
  const blank = /^ */.exec(text.slice(last))?.[0].length ?? 0
  return { start, end: last + (withComma ? blank : 0), text: '' }
}

/** The edit that puts lines before a piece, indented as it is. */
export function insertLinesBefore(text: string, start: number, lines: readonly string[]): TextEdit {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const before = text.slice(lineStart, start)
  if (before.trim() === '') {
    const inserted = lines.map((line) => `${before}${line}\n`).join('')
    return { start: lineStart, end: lineStart, text: inserted }
  }
  const indent = /^\s*/.exec(before)?.[0] ?? ''
  return { start, end: start, text: `${lines.join(`\n${indent}`)}\n${indent}` }
}

function contains(outer: TextEdit, inner: TextEdit): boolean {
  if (outer.text !== '' || outer.start === outer.end) return false
  const isEqual = outer.start === inner.start && outer.end === inner.end
  // What is put at the edge of a removed piece stays.
  const isInside = outer.start <= inner.start && inner.end <= outer.end
  return (
    isInside &&
    !isEqual &&
    !(inner.start === inner.end && (inner.start === outer.start || inner.end === outer.end))
  )
}
