/** The middle value; of an even count the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** Prints rows of equal keys as a Markdown table. */
export function printTable(rows) {
  const keys = Object.keys(rows[0] ?? {})
  console.log(`| ${keys.join(' | ')} |`)
  console.log(`|${keys.map(() => '---').join('|')}|`)
  for (const row of rows) console.log(`| ${keys.map((key) => row[key]).join(' | ')} |`)
}
