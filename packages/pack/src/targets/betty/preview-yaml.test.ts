import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { toBettyPreview } from './preview-yaml.ts'

const time = new Date(0)

test('two lines are added below metadata, and nothing else changes', () => {
  const text =
    "name: a # why\nmetadata:\n  # places\n    \n  homepage: 'https://a.test'\nx: |\n  metadata:\n    y: 1\n"
  expect(toBettyPreview(text, time)).toBe(
    "name: a # why\nmetadata:\n  # places\n    \n  preview_generated_at: '1970-01-01T00:00:00.000Z'\n" +
      "  preview_note: Review before applying to plugin.yaml\n  homepage: 'https://a.test'\nx: |\n  metadata:\n    y: 1\n",
  )
})

test.each([
  ['without metadata', 'name: a\n', {}],
  ['null', 'name: a\nmetadata:\nversion: 1.0.0\n', {}],
  ['null, with a comment', 'metadata: # none\n# more\nname: a\n', {}],
  ['braces', 'name: a\nmetadata: { homepage: https://a.test }\n', { homepage: 'https://a.test' }],
  ['all in braces', '{ "name": "a",\n"metadata":\n {"tags": ["x"]} }\n', { tags: ['x'] }],
  ['an alias', 'name: a\nconfig: &m { tags: [x] }\nmetadata: *m\n', { tags: ['x'] }],
  ['an anchor', 'name: a\nmetadata: &m\n  tags: [x]\n', { tags: ['x'] }],
  ['CRLF', 'name: a\r\nmetadata:\r\n  tags: [x]\r\n', { tags: ['x'] }],
  ['quoted keys', 'name: a\nmetadata:\n  "tags": [x]\n', { tags: ['x'] }],
])('%s', (_, text, metadata) => {
  const { metadata: added, ...rest } = parse(toBettyPreview(text, time)) as Record<string, unknown>
  const { metadata: _before, ...before } = parse(text) as Record<string, unknown>
  expect(rest).toEqual(before)
  expect(added).toEqual({
    ...metadata,
    preview_generated_at: '1970-01-01T00:00:00.000Z',
    preview_note: 'Review before applying to plugin.yaml',
  })
})
