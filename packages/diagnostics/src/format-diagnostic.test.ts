import { expect, test } from 'vitest'
import type { Diagnostic } from './diagnostic.ts'
import { formatDiagnostic } from './format-diagnostic.ts'
import { createLineIndex } from './position.ts'

const source = 'name: crm\nversion: 1.10\n'
const diagnostic: Diagnostic = {
  code: 'MANIFEST_WRONG_TYPE',
  severity: 'error',
  message: 'The field "version" is the number 1.1.',
  hint: 'quote it: "1.10.0".',
  file: '/app/plugins/crm/plugin.yaml',
  span: createLineIndex(source).spanOf(19, 23),
  related: [{ message: 'the other one', file: '/app/data/crm/plugin.yaml' }],
}

test('writes place, code, message, frame, hint and related places', () => {
  const text = formatDiagnostic(diagnostic, {
    readSource: () => source,
    formatPath: (file) => file.replace('/app/', ''),
  })
  expect(text).toMatchInlineSnapshot(`
    "plugins/crm/plugin.yaml:2:10  MANIFEST_WRONG_TYPE
      The field "version" is the number 1.1.

        1 | name: crm
      > 2 | version: 1.10
          |          ^^^^
      hint: quote it: "1.10.0".
      see: data/crm/plugin.yaml  the other one"
  `)
})

test('leaves out what is not known', () => {
  expect(formatDiagnostic({ code: 'CODE', severity: 'warning', message: 'Words.' })).toBe(
    'CODE (warning)\n  Words.',
  )
})
