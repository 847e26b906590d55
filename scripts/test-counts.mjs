/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Counts
 */

/**
 * Counts the results of vitest's JSON reporter. A file that could not be loaded has no results and counts as one
 * failure; so does a run without a report.
 * @param {{ testResults: { status: string, assertionResults: { status: string }[] }[] } | undefined} report
 * @returns {Counts}
 */
export function countResults(report) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  if (report === undefined) return counts
  for (const file of report.testResults) {
    for (const { status } of file.assertionResults) {
      if (status === 'passed') counts.passed++
      else if (status === 'failed') counts.failed++
      else counts.skipped++
    }
    const hasFailed = file.assertionResults.some(({ status }) => status === 'failed')
    if (file.status === 'failed' && !hasFailed) counts.failed++
  }
  return counts
}

/**
 * `12 passed, 0 failed`, with `, 1 skipped` where something was skipped.
 * @param {Counts} counts
 */
export function formatCounts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
