/** The middle value; of an even count the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** The value that this share of all is not above: `quantile(values, 0.95)`. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
}

/** Median, least and greatest: `0.23 (0.22 to 0.25)`. */
export function formatSpread(values, digits = 0) {
  const [least, greatest] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits))
  return `${median(values).toFixed(digits)} (${least} to ${greatest})`
}

/** A ratio of medians: `1.04`; `–` where there is nothing to compare with. */
export function formatRatio(values, others) {
  return others === undefined || others.length === 0 ? '–' : (median(values) / median(others)).toFixed(2)
}

/** Prints rows of equal keys as a Markdown table. */
export function printTable(rows) {
  const keys = Object.keys(rows[0] ?? {})
  console.log(`| ${keys.join(' | ')} |`)
  console.log(`|${keys.map(() => '---').join('|')}|`)
  for (const row of rows) console.log(`| ${keys.map((key) => row[key]).join(' | ')} |`)
}
