import { array, assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { splitStatements } from './split-statements.ts'

test('statements end where a parser ends them', () => {
  const css = [
    '@import url(https://x/a;b.css);',
    '/* } ; */',
    '.a::before { content: "};"; background: url(data:x;}y) }',
    '@media print { .b { color: red } }',
    '@layer one, two;',
    String.raw`.c\{ { --x: { a: b }; } .d{}`,
  ].join('\n')
  const found = splitStatements(css)
  expect(found.map(({ text }) => text).join('')).toBe(css)
  expect(found.filter(({ name }) => name !== '').map(({ name, isBlock }) => [name, isBlock])).toEqual([
    ['import', false],
    ['rule', true],
    ['media', true],
    ['layer', false],
    ['rule', true],
    ['rule', true],
  ])
})

test.each([
  ['.a { color: red', '.a { color: red}'],
  ['.a { color: rgb(1', '.a { color: rgb(1)}'],
  ['.a {} } .b {}', '.a {}   .b {}'],
  ['.a { background: url(x', '.a { background: url(x)}'],
  ['.a {} /* never', '.a {} /* never*/'],
])('%s is repaired as a browser reads it', (css, repaired) => {
  const texts = splitStatements(css).map(({ text }) => text)
  expect(texts.join('')).toBe(repaired)
})

test('whatever comes in, what comes out can stand in a block', () => {
  const token = constantFrom(...Array.from('{}()[];:"\'\\/*@a \n'), 'url(', '@layer x', '/*', '*/')
  assert(
    property(array(token, { maxLength: 30 }), (tokens) => {
      const texts = splitStatements(tokens.join('')).map(({ text }) => text)
      const block = `@layer x{${texts.join('')}\n}`
      expect(splitStatements(block).map(({ text }) => text)).toEqual([block])
    }),
    { numRuns: 1000 },
  )
})
