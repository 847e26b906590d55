import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { findImports } from './imports.ts'
import { type SourceLanguage, tokenize } from './source-tokens.ts'

function stringsOf(source: string, language: SourceLanguage = 'typescript'): string[] {
  return tokenize(source, language)
    .filter(({ kind }) => kind === 'string' || kind === 'start')
    .map(({ kind, text }) => (kind === 'start' ? `${text}…` : text))
}

test.each<[string, string, string[]]>([
  ['quotes', `a('x', "y", \`z\`)`, ['x', 'y', 'z']],
  ['escapes', String.raw`'it\'s' + "\"" + '\\'`, ["it's", '"', '\\']],
  ['comments', `// 'a'\n/* "b" */ 'c' // don't`, ['c']],
  ['a comment that does not end', `'a' /* 'b'`, ['a']],
  ['a template with values', '`a/${b + `c${d}e` + "f"}/g` + "h"', ['a/…', 'c…', 'f', 'h']],
  ['braces in a value', '`a${{ b: { c: "d" } }}e` + "f"', ['a…', 'd', 'f']],
  ['dollars', '`$a $$ ${b}` + `\\${c}`', ['$a $$ …', '${c}']],
  ['regular expressions', `x = /['"]/g.test('a') ? /[/'"]/ : y / 2 / 'b'`, ['a', 'b']],
  ['divisions', `(a) / 'b' / c[0] / "d"`, ['b', 'd']],
  ['a quote that is left open', `'a\n'b'`, ['b']],
  ['JSX text with an apostrophe', `<p>don't</p>\n'a'`, ['a']],
])('strings of TypeScript: %s', (_what, source, expected) => {
  expect(stringsOf(source)).toEqual(expected)
})

test.each<[string, SourceLanguage, string, string[]]>([
  ['Go', 'go', 'a("x", `y\\n"`, \'"\', "z") // "no"\n/* `no` */', ['x', 'y\\n"'.replace('\\', ''), 'z']],
  ['Python', 'python', `a('x', "y", r"z", """t'"w""") # 'no'`, ['x', 'y', 'z', `t'"w`]],
  ['f-strings', 'python', `f"a/{b}.sql", f'c', rf"d{e}"`, ['a/…', 'c', 'd…']],
])('strings of %s', (...[, language, source, expected]) => {
  const found = stringsOf(source, language).filter((text) => text !== '')
  expect(found).toEqual(expected)
})

test('megabytes in one string', () => {
  const text = 'a'.repeat(20_000_000)
  for (const quote of [`'`, `"`, '`']) {
    expect(tokenize(`${quote}${text}${quote}`, 'typescript')[0]?.text.length).toBe(text.length)
  }
  expect(tokenize(`"""${text}"""`, 'python')[0]?.text.length).toBe(text.length)
})

test('any text is read to its end, in order', () => {
  const marks = ['`', "'", '"', '"""', '${', '}', '{', '/', '*', '\\', '\n', '#', '[', 'a', ' ']
  const pieces = fc.oneof(fc.constantFrom(...marks), fc.string())
  const sources = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''))
  const languages = fc.constantFrom<SourceLanguage>('typescript', 'go', 'python')
  fc.assert(
    fc.property(sources, languages, (source, language) => {
      let last = 0
      for (const { start, end } of tokenize(source, language)) {
        expect(start).toBeGreaterThanOrEqual(last)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(source.length)
        last = end
      }
    }),
  )
})

test('tokens know their places', () => {
  const source = `const a = 'b'`
  expect(tokenize(source, 'typescript').map(({ start, end }) => source.slice(start, end))).toEqual([
    'const',
    'a',
    '=',
    "'b'",
  ])
})

test.each<[string, (string | undefined)[]]>([
  [`import a from './a'`, ['./a']],
  [`import './a'`, ['./a']],
  [`import * as a from "a"`, ['a']],
  [`import a, { b, type C } from 'a'`, ['a']],
  [`import { type A } from 'a'`, ['a']],
  [`import type from 'a'`, ['a']],
  [`import type, { b } from 'a'`, ['a']],
  [`import a = require('a')`, ['a']],
  [`const a = require('a')`, ['a']],
  [`await import('a'); import(b)`, ['a', undefined]],
  [`export * from './a'; export * as b from './b'; export { c } from './c'`, ['./a', './b', './c']],
  [`import a from 'a' with { type: 'json' }`, ['a']],
  // Nothing of these is left after compilation.
  [`import type A from 'a'; import type { B } from 'b'; import type * as C from 'c'`, []],
  [`export type { A } from 'a'; export type * from 'b'`, []],
  // These import nothing.
  [`export { a }; const from = 'b'`, []],
  [`export const from = 'a'; export default 'b'`, []],
  [`import.meta.url; a.import('b'); a.require('c'); // import 'd'`, []],
  [`const text = "import a from 'a'"`, []],
])('imports of %s', (source, expected) => {
  expect(findImports(tokenize(source, 'typescript'))).toEqual(expected)
})
