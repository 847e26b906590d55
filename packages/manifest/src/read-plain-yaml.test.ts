import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createLineIndex } from '@plugwright/diagnostics'
import { array, assert, constant, constantFrom, integer, oneof, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { parseYaml } from './parse-yaml.ts'
import { readDocument } from './read-document.ts'
import { readPlainYaml } from './read-plain-yaml.ts'

const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url))
const manifests = readdirSync(fixtures).map((name) => readFileSync(`${fixtures}${name}/plugin.yaml`, 'utf8'))

/** What the `yaml` package reads; `undefined` where it has any problem with the text. */
function readByPackage(text: string): unknown {
  const yaml = parseYaml(text)
  if (!('document' in yaml)) return undefined
  const { document } = yaml
  if (document.errors.length + document.warnings.length > 0) return undefined
  const { value, diagnostics } = readDocument(document, {
    text,
    lines: createLineIndex(text),
    file: undefined,
  })
  return diagnostics.length > 0 ? undefined : value
}

/** Tells whether the text is plain, and fails where the two readers differ. */
function isPlain(text: string): boolean {
  const plain = readPlainYaml(text)
  if (plain === undefined) return false
  expect(plain).toStrictEqual(readByPackage(text))
  return true
}

test('reads most manifests, as the yaml package does', () => {
  expect(manifests.filter(isPlain).length).toBeGreaterThan(manifests.length / 2)
})

test('reads every plain form', () => {
  const text = `# a comment
name: crm   # another
version: 1.0.0-rc.1+build
display_name: { en: "Customers: all", de: 'Kunden, alle' }
__proto__: { a: b }
list:
- a b
- {}
- []
- [1, -20, true, [x/y.ts:z, 'q'], { k: v:w }]
 # far left
nested:
    deep:
      - name: one
        more: [ a , b ]

      -   name: two
    text: see [this] {that}, isn't it #1
    word: 顧客 – “alle”…
`
  expect(isPlain(text)).toBe(true)
  expect(readPlainYaml(text)).toMatchObject({
    name: 'crm',
    version: '1.0.0-rc.1+build',
    list: ['a b', {}, [], [1, -20, true, ['x/y.ts:z', 'q'], { k: 'v:w' }]],
    nested: { deep: [{ name: 'one', more: ['a', 'b'] }, { name: 'two' }] },
  })
})

test.each([
  ['', 'nothing'],
  ['a', 'a word'],
  ['- a', 'a list'],
  ['a:', 'an empty value'],
  ['a: ~', 'null'],
  ['a: 1.0', 'a fraction'],
  ['a: 0x10', 'a hexadecimal number'],
  ['a: 007', 'a number with zeros before it'],
  ['a: Null', 'null in other case'],
  ['a: *b', 'an alias'],
  ['a: &b c', 'an anchor'],
  ['a: !b c', 'a tag'],
  ['a: |\n  b', 'a block scalar'],
  ['a: b\n  c', 'a word over lines'],
  ['a: "b\n  c"', 'a quote over lines'],
  ['a: "\\n"', 'an escape'],
  ["a: 'b''c'", 'an escaped quote'],
  ['a: [b,\n  c]', 'a list over lines'],
  ['a: [b, ]', 'a comma too many'],
  ['a: [b: c]', 'a pair in a list'],
  ['a: b: c', 'a mapping in a line'],
  ['a: b\na: c', 'a key twice'],
  ['a: { b: c, b: d }', 'a key twice in braces'],
  ['a: b\n c: d', 'an odd indentation'],
  ['a: b\r\n', 'a carriage return'],
  ['a:\tb', 'a tab'],
  ['---\na: b', 'a document start'],
  ['? a\n: b', 'an explicit key'],
  ['"a": b', 'a quoted key'],
])('leaves %j to the yaml package: %s', (text) => {
  expect(readPlainYaml(text)).toBeUndefined()
})

test('where a text is plain, the yaml package reads the same', () => {
  const scalars = [
    'a',
    'b c',
    '1',
    '-7',
    '0',
    '-0',
    '1.5',
    '1.2.3',
    'true',
    'no',
    'null',
    '~',
    '/x/:id',
    "it's",
  ]
  const flows = [
    '[]',
    '{}',
    '[a, b]',
    '{ a: b }',
    '{a: b}',
    '[a:b]',
    '{ a: /:b, c: [d] }',
    '"x: y"',
    "'#'",
    '[a ,b]',
  ]
  const marks = [
    '#',
    ' # c',
    ':',
    ': ',
    '-',
    '- ',
    '? ',
    '|',
    '>',
    '&a',
    '*a',
    '!t',
    '"',
    "'",
    ',',
    '[',
    ']',
    '{',
    '}',
  ]
  const value = oneof(
    { weight: 6, arbitrary: constantFrom(...scalars, ...flows) },
    constantFrom(...marks, ''),
  )
  const start = constantFrom('a: ', 'b: ', 'c: ', '- ', '- a: ', '  b: ', '  - ', '  - c: ', '    d: ')
  const oddStart = constantFrom(
    'a:',
    'e:',
    '-  b: ',
    '- - ',
    ' a: ',
    '# x',
    '',
    '---',
    'true: ',
    'a : ',
    'f:\u00a0',
  )
  const end = constantFrom(' ', ' # c', '#', ' \u2028', '\u3000', '\n', '\n# c', '\n  c: d', '\n   - a')
  const line = tuple(
    oneof({ weight: 6, arbitrary: start }, oddStart),
    value,
    oneof({ weight: 6, arbitrary: constant('') }, end),
  ).map((parts) => parts.join(''))
  let plain = 0
  assert(
    property(array(line, { minLength: 1, maxLength: 5 }), (lines) => {
      if (isPlain(lines.join('\n'))) plain++
    }),
    { numRuns: 3000 },
  )
  expect(plain).toBeGreaterThan(50)
})

test('where a manifest with some characters changed is plain, the yaml package reads the same', () => {
  const piece = constantFrom(
    ...' \n:-#[]{},"\'&*!|>%?~0.a/\\'.split(''),
    ': ',
    ' #',
    '\n- ',
    '\n  ',
    '  ',
    'null',
    '',
  )
  const change = tuple(integer({ min: 0, max: 5000 }), integer({ min: 0, max: 2 }), piece)
  let plain = 0
  assert(
    property(
      constantFrom(...manifests),
      array(change, { minLength: 1, maxLength: 3 }),
      (manifest, changes) => {
        let text = manifest
        for (const [place, removed, added] of changes) {
          const at = place % (text.length + 1)
          text = text.slice(0, at) + added + text.slice(at + removed)
        }
        if (isPlain(text)) plain++
      },
    ),
    { numRuns: 1000 },
  )
  expect(plain).toBeGreaterThan(50)
})
