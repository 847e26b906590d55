import { array, assert, constantFrom, integer, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { isMap, isPair, isSeq, parseDocument } from 'yaml'
import { LIMITS } from './limits.ts'
import { parseManifest } from './parse-manifest.ts'

function codes(text: string): string[] {
  return parseManifest(text).diagnostics.map(({ code }) => code)
}

/** Notations of which any number of levels can be written one after the other. */
const hostile: readonly (readonly [what: string, before: string, level: string])[] = [
  ['brackets', '', '['],
  ['braces', '', '{a: '],
  ['braces over lines', '', '{a:\n '],
  ['brackets after a document start', '--- ', '['],
  ['brackets after a document start and a tab', '---\t', '['],
  ['brackets after a directive', '%YAML 1.2\n--- ', '['],
  ['brackets after a byte order mark', '\ufeff--- ', '['],
  ['brackets after another document', 'a: 1\n---\n', '['],
  ['brackets after the end of a document', 'a: 1\n...\n', '['],
  ['brackets after a comment', '# a\n', '['],
  ['brackets after a key', 'config: ', '['],
  ['brackets after a quoted key', '"config": ', '['],
  ['brackets after an explicit key', '? config\n: ', '['],
  ['brackets in an explicit key', '? ', '['],
  ['brackets after an alias', 'a: &a b\n*a : ', '['],
  ['brackets to the left of a block scalar', 'x: |2\n  a\n ', '['],
  ['brackets to the left of a kept block scalar', 'x: >2+\n  a\n ', '['],
  ['brackets to the left of a block scalar in a list', '- |4\n    a\n  ', '['],
  ['brackets as keys', '', '[? '],
  ['brackets after tabs', '', '[\t'],
  ['brackets with commas', '', '[a, '],
  ['brackets with comments', '', '[ #]\n '],
  ['brackets with carriage returns', '', '[\r\n '],
  ['brackets with quotes', '', `["]", '''', `],
  ['tagged brackets', '', '!!seq ['],
  ['brackets with a long tag', '', '!<tag:yaml.org,2002:seq> ['],
  ['anchored brackets', '', '&a ['],
  ['tagged and anchored braces', '', '!!map &a {b: '],
  ['pairs in brackets', '', '[a: '],
  ['dashes', '', '- '],
  ['dashes with tabs', '', '-\t'],
  ['dashes after a key', 'tags:\n', '- '],
  ['explicit keys', '', '? '],
  ['explicit keys with tabs', '', '?\t'],
  ['dashes and explicit keys', '', '- ? '],
  ['empty keys', '', ': '],
]

test.each(hostile)('refuses 33, 40 and 5,000 %s', (_what, before, level) => {
  // The deepest collection holds something: what is empty may be no collection yet.
  for (const levels of [LIMITS.depth + 1, 40, 5000]) {
    const text = `${before}${level.repeat(levels)}x`
    expect(codes(text), `${levels} levels`).toEqual(['MANIFEST_TOO_DEEP'])
  }
})

test('refuses deep indentation, also with carriage returns', () => {
  for (const end of ['\n', '\r\n', ' # c\n', ' !!map\n', ' &a\n']) {
    const lines = Array.from({ length: 400 }, (_, level) => `${' '.repeat(level)}a:${end}`)
    expect(codes(`${lines.join('')}${' '.repeat(400)}b`)).toEqual(['MANIFEST_TOO_DEEP'])
  }
})

test('names the place where a level too many opens', () => {
  const text = `--- ${'['.repeat(40)}`
  const [problem] = parseManifest(text, { file: 'plugin.yaml' }).diagnostics
  expect(problem).toMatchObject({ file: 'plugin.yaml', span: { start: { line: 1, column: 37 } } })
})

test('any mixture of hostile notations ends with a few problems, none of them the stack', () => {
  const parts = constantFrom(...hostile.flatMap(([, before, level]) => [before, level]), '\n', '  ', 'x', ']')
  assert(
    property(array(parts, { minLength: 1, maxLength: 8 }), integer({ min: 1, max: 2000 }), (mixed, times) => {
      const { diagnostics } = parseManifest(mixed.join('').repeat(times).slice(0, 5000))
      expect(diagnostics.length).toBeLessThanOrEqual(LIMITS.problems + 1)
      for (const { message } of diagnostics) expect(message).not.toMatch(/call stack/i)
    }),
    { numRuns: 100 },
  )
})

test('refuses a document exactly where it has more than 32 levels', () => {
  const flowLevels: readonly (readonly [open: string, close: string])[] = [
    ['[', ']'],
    ['{a: ', '}'],
    ['!!seq [', ']'],
    ['&a [ ', ' ]'],
    ['[ # [[[\n ', '\n ]'],
    ['[\t', '\t]'],
    ['[b, ', ', c]'],
    ['{"[[": ', '}'],
    ['[\r\n ', '\r\n ]'],
    ['{ ? a : ', '}'],
    ['[a: ', ']'],
  ]
  const prefixes = ['', '---\n', '--- # [[[\n', '%YAML 1.2\n---\n', '# [[[[\r\n', '\ufeff']
  const nested = tuple(
    constantFrom(...prefixes),
    array(constantFrom('a:', '"[{":', "'a' : &b", '? a\n:'), { maxLength: 20, size: 'max' }),
    array(constantFrom('- ', '-   ', '-\t'), { maxLength: 15, size: 'max' }),
    array(constantFrom(...flowLevels), { maxLength: 40, size: 'max' }),
    constantFrom('x', '"[[["', "'{{'", ''),
  ).map(([prefix, keys, dashes, flow, value]) => {
    const lines = keys.map(
      (key, level) => `${' '.repeat(level)}${key.replace('\n', `\n${' '.repeat(level)}`)}\n`,
    )
    const indent = ' '.repeat(keys.length + 1)
    const open = flow.map(([text]) => text.replace('\n', `\n${indent}`)).join('')
    const close = flow
      .map(([, text]) => text.replace('\n', `\n${indent}`))
      .toReversed()
      .join('')
    return `${prefix}${lines.join('')}${indent}${dashes.join('')}${open}${value}${close}\n`
  })
  const valid = { deep: 0, shallow: 0 }
  assert(
    property(nested, (text) => {
      const document = parseDocument(text, { logLevel: 'silent', stringKeys: true })
      if (document.errors.length > 0) return
      const deep = depthOf(document.contents) > LIMITS.depth
      valid[deep ? 'deep' : 'shallow']++
      expect(codes(text).includes('MANIFEST_TOO_DEEP')).toBe(deep)
    }),
    { numRuns: 500 },
  )
  // Not all that is made here is YAML; enough of it is.
  expect(Math.min(valid.deep, valid.shallow), JSON.stringify(valid)).toBeGreaterThan(5)
})

function depthOf(node: unknown): number {
  if (isPair(node)) return Math.max(depthOf(node.key), depthOf(node.value))
  if (!isMap(node) && !isSeq(node)) return 0
  return 1 + Math.max(0, ...node.items.map(depthOf))
}
