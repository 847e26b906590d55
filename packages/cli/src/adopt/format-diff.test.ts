import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { array, assert, constantFrom, pre, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { formatDiff } from './format-diff.ts'

test('git makes of the old text and the diff the new text', () => {
  const dir = mkdtempSync(join(tmpdir(), 'plugwright-diff-'))
  const file = join(dir, 'a.txt')
  const env = { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir() }
  // Few different lines, so that many are alike; with and without a line break at the end.
  const text = tuple(
    array(constantFrom('a', 'b', '', '  c'), { minLength: 1, maxLength: 40 }),
    constantFrom('', '\n'),
  )
    .map(([lines, end]) => lines.join('\n') + end)
    .filter((value) => value !== '')
  try {
    assert(
      property(text, text, (before, after) => {
        pre(before !== after)
        writeFileSync(file, before)
        execFileSync('git', ['apply', '--unidiff-zero', '-'], {
          cwd: dir,
          env,
          input: formatDiff([{ path: 'a.txt', before, after }]),
          stdio: ['pipe', 'ignore', 'pipe'],
        })
        expect(readFileSync(file, 'utf8')).toBe(after)
      }),
      { numRuns: 60 },
    )
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
})
