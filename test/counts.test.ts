import { expect, test } from 'vitest'
import { countResults, formatCounts } from '../scripts/test-counts.mjs'

test('counts every outcome, and a file that does not load as one failure', () => {
  const counts = countResults({
    testResults: [
      { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'pending' }] },
      { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
      { status: 'failed', assertionResults: [] },
    ],
  })
  expect(counts).toEqual({ passed: 2, failed: 2, skipped: 1 })
  expect(formatCounts(counts)).toBe('2 passed, 2 failed, 1 skipped')
})

test('no report is no passed test', () => {
  expect(formatCounts(countResults(undefined))).toBe('0 passed, 0 failed')
})
