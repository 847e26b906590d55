import { describe, expect, test } from 'vitest'
import { formatCodeFrame } from './code-frame.ts'
import { createLineIndex } from './position.ts'

const source = `nav:
  - label: Customer 360
    path: /crm/customer
    icon: users
`

describe('formatCodeFrame', () => {
  test('shows the line, its neighbours and carets under the span', () => {
    const start = source.indexOf('/crm/customer')
    const span = createLineIndex(source).spanOf(start, start + '/crm/customer'.length)
    expect(formatCodeFrame(source, span)).toBe(
      [
        '  2 |   - label: Customer 360',
        '> 3 |     path: /crm/customer',
        '    |           ^^^^^^^^^^^^^',
        '  4 |     icon: users',
      ].join('\n'),
    )
  })

  test('marks the first line of a span that goes on over several lines', () => {
    const span = createLineIndex(source).spanOf(0, 20)
    expect(formatCodeFrame(source, span).split('\n')[1]).toBe('    | ^^^^')
  })

  test('shows an empty document', () => {
    expect(formatCodeFrame('', createLineIndex('').spanOf(0, 0))).toBe('> 1 |\n    | ^')
  })

  test('cuts a long line around the column, carets included', () => {
    const long = `key: ${'x'.repeat(500)}NEEDLE${'y'.repeat(500)}`
    const start = long.indexOf('NEEDLE')
    const [line = '', carets = ''] = formatCodeFrame(
      long,
      createLineIndex(long).spanOf(start, start + 6),
    ).split('\n')
    expect(line.length).toBeLessThanOrEqual(106)
    expect(carets.indexOf('^^^^^^')).toBe(line.indexOf('NEEDLE'))
  })

  test('replaces control characters so that the terminal is not at the mercy of a file', () => {
    const hostile = 'name: \u001b[31mred\u0007'
    expect(formatCodeFrame(hostile, createLineIndex(hostile).spanOf(6, 7))).not.toMatch(/\u001b|\u0007/)
  })
})
