/** A file of the host before and after; `before` is empty for one that is new. */
export interface FileChange {
  /** Relative to the app, with `/`. */
  readonly path: string
  readonly before: string
  readonly after: string
}

/** Lines around a change. */
const CONTEXT = 3

interface Line {
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

/** The changes as one unified diff, as `git apply` and `patch -p1` take it. */
export function formatDiff(changes: readonly FileChange[]): string {
  return changes.map(formatFile).join('')
}

function formatFile({ path, before, after }: FileChange): string {
  if (before === after) return ''
  const isNew = before === ''
  const lines = compare(toLines(before), toLines(after))
  const head = [
    `diff --git a/${path} b/${path}`,
    ...(isNew ? ['new file mode 100644'] : []),
    `--- ${isNew ? '/dev/null' : `a/${path}`}`,
    `+++ b/${path}`,
  ]
  return `${[...head, ...toHunks(lines)].join('\n')}\n`
}

/** Lines with a mark where the last one has no line break, as a diff says it. */
function toLines(text: string): readonly string[] {
  if (text === '') return []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  else lines.push(`${lines.pop() ?? ''}\n\\ No newline at end of file`)
  return lines
}

/** The longest common subsequence of what is left after equal beginnings and ends. */
function compare(before: readonly string[], after: readonly string[]): readonly Line[] {
  let start = 0
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++
  let end = 0
  const rest = Math.min(before.length, after.length) - start
  while (end < rest && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const [old, fresh] = [before.slice(start, before.length - end), after.slice(start, after.length - end)]
  return [
    ...same(before.slice(0, start)),
    ...compareMiddle(old, fresh),
    ...same(before.slice(before.length - end)),
  ]
}

function same(texts: readonly string[]): Line[] {
  return texts.map((text) => ({ sign: ' ', text }))
}

function compareMiddle(old: readonly string[], fresh: readonly string[]): readonly Line[] {
  const width = fresh.length + 1
  // lengths[i * width + j]: how much old.slice(i) and fresh.slice(j) have in common.
  const lengths = new Uint32Array((old.length + 1) * width)
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        old[i] === fresh[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  }
  const lines: Line[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push({ sign: ' ', text: old[i++] ?? '' })
      j++
    } else if (j >= fresh.length || (i < old.length && at(i + 1, j) >= at(i, j + 1)))
      lines.push({ sign: '-', text: old[i++] ?? '' })
    else lines.push({ sign: '+', text: fresh[j++] ?? '' })
  }
  return lines
}

function toHunks(lines: readonly Line[]): readonly string[] {
  const changed = lines.flatMap(({ sign }, index) => (sign === ' ' ? [] : [index]))
  const hunks: string[] = []
  let [oldLine, newLine, at] = [1, 1, 0]
  while (changed.length > 0) {
    const first = Math.max(at, (changed[0] ?? 0) - CONTEXT)
    let last = changed.shift() ?? 0
    while (changed[0] !== undefined && changed[0] - last <= 2 * CONTEXT + 1) last = changed.shift() ?? last
    const hunk = lines.slice(first, last + CONTEXT + 1)
    // Everything between two hunks is the same on both sides.
    oldLine += first - at
    newLine += first - at
    const counts = { old: countOf(hunk, '+'), fresh: countOf(hunk, '-') }
    hunks.push(`@@ -${rangeOf(oldLine, counts.old)} +${rangeOf(newLine, counts.fresh)} @@`)
    hunks.push(...hunk.map(({ sign, text }) => `${sign}${text}`))
    oldLine += counts.old
    newLine += counts.fresh
    at = first + hunk.length
  }
  return hunks
}

function countOf(lines: readonly Line[], without: Line['sign']): number {
  return lines.filter(({ sign }) => sign !== without).length
}

function rangeOf(line: number, count: number): string {
  return count === 0 ? `${line - 1},0` : `${line},${count}`
}
