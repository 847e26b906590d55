import { join } from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { expect, test } from 'vitest'
import { createReporter, toRelative } from './report.ts'
import type { ReportOptions } from './report.ts'

const quietly: ReportOptions = { json: false, quiet: false, verbose: false, strict: false, color: undefined }

function print(diagnostics: readonly Diagnostic[], options: Partial<ReportOptions> = {}): string {
  let text = ''
  const output = { write: (chunk: string) => (text += chunk) }
  const terminal = { cwd: import.meta.dirname, env: {}, stdout: output, stderr: output }
  createReporter(terminal, { ...quietly, ...options }).outcome('check', { diagnostics })
  return text
}

test('what a file says cannot steer the terminal', () => {
  const hostile = 'a\u001b]0;title\u0007b\u202ec\r'
  const text = print([
    {
      code: 'X_Y',
      severity: 'error',
      message: hostile,
      hint: hostile,
      file: `/${hostile}`,
      related: [{ message: hostile }],
    },
  ])
  expect(text).not.toMatch(/[\u001b\u0007\u202e\r]/)
  expect(text.match(/a·\]0;title·b·c·/g)).toHaveLength(4)
})

test('the code frame is read from the file', () => {
  const place = { file: import.meta.filename, span: spanOfFirstLine }
  const text = print([{ code: 'X_Y', severity: 'error', message: 'M.', ...place }])
  expect(text.split('\n').slice(0, 5)).toEqual([
    'report.test.ts:1:1  X_Y',
    '  M.',
    '',
    "  > 1 | import { join } from 'node:path'",
    '      | ^^^^^^',
  ])
})

test('what is only for information shows with --verbose, and always as data', () => {
  const info: Diagnostic = { code: 'X_Y', severity: 'info', message: 'Only so.' }
  expect(print([info])).toBe('')
  expect(print([info], { verbose: true })).toContain('X_Y (info)')
  expect(JSON.parse(print([info], { json: true }))).toEqual({
    ok: true,
    command: 'check',
    diagnostics: [info],
  })
})

test.each([
  ['/home/me/plugins/crm/plugin.yaml', '/home/me', 'plugins/crm/plugin.yaml'],
  ['/home/me', '/home/me', '.'],
  ['/home/you/a', '/home/me', '../you/a'],
  ['/etc/a', join('/home/me/some/where'), '/etc/a'],
  ['plugin.yaml', '/home/me', 'plugin.yaml'],
])('%s seen from %s is %s', (file, cwd, expected) => {
  expect(toRelative(cwd, file)).toBe(expected)
})

const spanOfFirstLine = {
  start: { offset: 0, line: 1, column: 1 },
  end: { offset: 6, line: 1, column: 7 },
}
