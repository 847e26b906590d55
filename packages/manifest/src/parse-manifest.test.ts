import { array, assert, constantFrom, oneof, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS } from './limits.ts'
import { parseManifest } from './parse-manifest.ts'

const HEAD = 'name: crm\nversion: 0.1.0\n'

function codes(text: string): string[] {
  return parseManifest(text).diagnostics.map(({ code }) => code)
}

test('gives the source and the span of any value and key', () => {
  const text = `${HEAD}nav:\n  - { label: Home, path: /crm }\n`
  const parsed = parseManifest(text, { file: 'plugin.yaml' })
  expect(parsed.source).toEqual({ name: 'crm', version: '0.1.0', nav: [{ label: 'Home', path: '/crm' }] })
  expect(parsed.diagnostics).toEqual([])
  const slice = (...args: Parameters<typeof parsed.spanOf>): string | undefined => {
    const span = parsed.spanOf(...args)
    return span && text.slice(span.start.offset, span.end.offset)
  }
  expect(slice(['nav', 0, 'path'])).toBe('/crm')
  expect(slice(['nav', 0, 'path'], 'key')).toBe('path')
  expect(slice(['nav'], 'key')).toBe('nav')
  expect(slice(['nav', 1])).toBeUndefined()
})

test('keeps name and version where the rest is wrong', () => {
  expect(parseManifest(`${HEAD}tags: 7\n`)).toMatchObject({ name: 'crm', version: '0.1.0' })
  expect(parseManifest(`${HEAD}tags: 7\n`)).not.toHaveProperty('source')
})

test('accepts a byte order mark, CRLF and a document end', () => {
  expect(parseManifest(`\ufeff---\r\nname: crm\r\nversion: 0.1.0\r\n...\r\n`).source).toEqual({
    name: 'crm',
    version: '0.1.0',
  })
})

test.each([
  ['more bytes than allowed', `${HEAD}# ${'x'.repeat(1024 * 1024)}\n`, 'MANIFEST_TOO_LARGE'],
  ['many bytes in few characters', `${HEAD}# ${'€'.repeat(100_000)}\n`, 'MANIFEST_TOO_LARGE'],
  ['NUL', `${HEAD}icon: a\0b\n`, 'MANIFEST_CONTROL_CHARACTER'],
  ['an escape character', `${HEAD}icon: a\u001b[31mb\n`, 'MANIFEST_CONTROL_CHARACTER'],
  [
    '1,000 levels by brackets',
    `${HEAD}config: ${'['.repeat(1000)}${']'.repeat(1000)}\n`,
    'MANIFEST_TOO_DEEP',
  ],
  ['1,000 levels by braces over lines', `${HEAD}config: ${'{a:\n '.repeat(1000)}`, 'MANIFEST_TOO_DEEP'],
  ['1,000 levels by indentation', `${HEAD}${deepBlock(1000)}`, 'MANIFEST_TOO_DEEP'],
  ['100,000 dashes in a line', `${HEAD}tags:\n  ${'- '.repeat(100_000)}x\n`, 'MANIFEST_TOO_DEEP'],
  ['an alias bomb', aliasBomb(), 'MANIFEST_TOO_MANY_ALIASES'],
  ['101 aliases', `${HEAD}tags: [&a x${', *a'.repeat(101)}]\n`, 'MANIFEST_TOO_MANY_ALIASES'],
  [
    'few aliases of much',
    `${HEAD}tags: &a [${'x,'.repeat(5000)}]\nconfig: { a: *a, b: *a, c: *a }\n`,
    'MANIFEST_TOO_MANY_ALIASES',
  ],
])('refuses %s', (_what, text, code) => {
  expect(codes(text)).toEqual([code])
})

test.each([
  ['32 levels', `${HEAD}config: ${'['.repeat(31)}${']'.repeat(31)}`, 'MANIFEST_WRONG_TYPE'],
  ['33 levels', `${HEAD}config: ${'['.repeat(32)}${']'.repeat(32)}`, 'MANIFEST_TOO_DEEP'],
])('draws the line at %s', (_what, text, code) => {
  expect(codes(text)).toEqual([code])
})

test.each([
  ['quotes', `description: "${'['.repeat(100)}"`],
  ['single quotes over lines', `description: '${"['' \n  ".repeat(50)}'`],
  ['plain words', `description: see ${'['.repeat(100)}`],
  ['a comment', `icon: a # ${'['.repeat(100)}`],
  [
    'a block scalar',
    `description: |\n${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i + 2)}- [`).join('\n')}`,
  ],
  [
    'a folded block in a list',
    `tags:\n- >-\n${Array.from({ length: 60 }, () => '  {{{[[[').join('\n')}\n- x`,
  ],
])('does not count brackets in %s', (_what, text) => {
  expect(codes(`${HEAD}${text}\n`)).toEqual([])
})

test('takes 100 aliases', () => {
  expect(codes(`${HEAD}tags: [&a x${', *a'.repeat(100)}]\n`)).toEqual([])
})

/** Each of these took seconds to minutes before what it costs was made linear. */
test.each([
  ['keys', `${HEAD}config:\n${Array.from({ length: 20_000 }, (_, i) => `  k${i}: 1\n`).join('')}`, 0],
  ['blank lines', `${HEAD}${'\n'.repeat(200_000)}`, 0],
  ['comments', `${HEAD}${'#\n'.repeat(100_000)}`, 0],
  ['words', `${HEAD}description: ${'a b '.repeat(60_000)}\n`, 0],
  ['unknown fields', `${HEAD}${Array.from({ length: 20_000 }, (_, i) => `k${i}: 1\n`).join('')}`, 101],
  ['wrong entries', `${HEAD}pages:\n${'- x\n'.repeat(60_000)}`, 101],
  ['wrong items', `${HEAD}tags: [${'1,'.repeat(100_000)}]\n`, 101],
  ['duplicate keys', `${HEAD}${'a: 1\n'.repeat(50_000)}`, 101],
  ['anchors', `${HEAD}${'&a '.repeat(80_000)}`, 101],
  ['commas', `${HEAD}tags: [${','.repeat(100_000)}`, 101],
])(
  'is done with many %s in time',
  (_what, text, problems) => {
    expect(parseManifest(text).diagnostics).toHaveLength(problems)
  },
  10_000,
)

test('shows 100 problems and counts the rest, errors before warnings', () => {
  const unknown = Array.from({ length: 150 }, (_, i) => `field${i}: 1\n`).join('')
  const { diagnostics } = parseManifest(`${unknown}name: crm\n`)
  expect(diagnostics).toHaveLength(LIMITS.problems + 1)
  expect(diagnostics[0]?.code).toBe('MANIFEST_MISSING_FIELD')
  expect(diagnostics.at(-1)).toMatchObject({
    code: 'MANIFEST_TOO_MANY_PROBLEMS',
    message: '51 further problems are not shown.',
  })
})

test('__proto__ is a key like any other, at every level', () => {
  const { source, diagnostics } = parseManifest(
    `${HEAD}__proto__: { polluted: yes }\nconfig: { __proto__: { polluted: yes }, constructor: { prototype: {} } }\n`,
  )
  expect(diagnostics.map(({ code }) => code)).toEqual(['MANIFEST_UNKNOWN_FIELD'])
  expect(Object.hasOwn(source?.config ?? {}, '__proto__')).toBe(true)
  expect(Object.getPrototypeOf(source?.config)).toBe(Object.prototype)
  expect('polluted' in {}).toBe(false)
})

test('random text never throws and pollutes nothing', () => {
  const before = Object.getOwnPropertyNames(Object.prototype)
  const words = [
    'name',
    'version',
    'nav',
    '__proto__',
    'crm',
    '0.1.0',
    ': ',
    ':\n',
    '- ',
    '\n',
    '  ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '&a ',
    '*a',
    '<<',
    '"',
    "'",
    '|',
    '>',
    '#',
    '!t ',
    '---\n',
    '%',
    '\t',
    '\0',
    '? ',
  ]
  const yamlish = array(constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(''))
  assert(
    property(oneof(string({ unit: 'binary', maxLength: 200 }), yamlish), (text) => {
      const { source, diagnostics } = parseManifest(text)
      return (source === undefined) === diagnostics.some(({ severity }) => severity === 'error')
    }),
    { numRuns: 2000 },
  )
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
})

function deepBlock(levels: number): string {
  return Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`)
    .join('')
    .slice(0, 200_000)
}

function aliasBomb(): string {
  const levels = 'bcdefghi'.split('')
  const lines = levels.map((name, index) => {
    const above = `*${index === 0 ? 'a' : levels[index - 1]}`
    return `  ${name}: &${name} [${Array.from({ length: 9 }, () => above).join(', ')}]`
  })
  return `${HEAD}config:\n  a: &a [x, x, x, x, x, x, x, x, x]\n${lines.join('\n')}\n`
}
