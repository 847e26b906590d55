import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findCollisions } from './entry-collisions.ts'
import { checkEntryName, compareEntryNames, foldEntryName } from './entry-name.ts'

describe('checkEntryName', () => {
  test.each([
    'plugin.yaml',
    'frontend/pages/[id].js',
    'frontend/pages/[...rest].js',
    '.well-known/x',
    'größe/データ.json',
    'null.txt',
    'console/com10',
    'a b/c',
    '@scope/x',
    '__proto__/constructor',
    'x'.repeat(240),
    `${'a/'.repeat(31)}b`,
  ])('accepts %s', (name) => {
    expect(checkEntryName(name)).toBeUndefined()
  })

  test.each([
    ['', 'empty'],
    ['a\ud800', 'ill-formed'],
    ['a\u0000', 'control-character'],
    ['a\nb', 'control-character'],
    ['a\u202efdp.exe', 'control-character'],
    ['gro\u0308sse', 'not-nfc'],
    ['a\\b', 'backslash'],
    ['/a', 'absolute'],
    ['C:/a', 'absolute'],
    ['c:a', 'absolute'],
    ['a//b', 'empty-component'],
    ['a/', 'empty-component'],
    ['./a', 'dot-component'],
    ['a/../b', 'dot-component'],
    ['a/what?', 'windows-character'],
    ['a/b:stream', 'windows-character'],
    ['a./b', 'windows-ending'],
    ['a/b ', 'windows-ending'],
    ['...', 'windows-ending'],
    ['NUL', 'windows-device'],
    ['a/con.tar.gz', 'windows-device'],
    ['a/lpt1 .txt', 'windows-device'],
    ['COM¹', 'windows-device'],
    ['conout$', 'windows-device'],
    ['ö'.repeat(128), 'component-too-long'],
    [`a/${'x'.repeat(239)}`, 'path-too-long'],
    ['a/'.repeat(32) + 'b', 'too-deep'],
  ])('%j: %s', (name, problem) => {
    expect(checkEntryName(name)).toBe(problem)
  })

  test('an accepted name stays inside the folder it is joined to, and is one line', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '.', '/', '\\', ':', ' ', '\n', 'ö', '~', 'N') })
    fc.assert(
      fc.property(name, (candidate) => {
        fc.pre(checkEntryName(candidate) === undefined)
        const url = new URL(encodeURI(candidate), 'file:///base/')
        expect(decodeURI(url.pathname)).toBe(`/base/${candidate}`)
        expect(candidate.split('\n')).toHaveLength(1)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('findCollisions', () => {
  test.each([
    [['a', 'b', 'a/b'.replace('a', 'c')], []],
    [['a', 'a'], ['duplicate']],
    [['README', 'readme'], ['folded']],
    [['straße', 'STRASSE'], ['folded']],
    [['ﬁ', 'fi'], ['folded']],
    [['Lib/a', 'lib/b'], ['folded']],
    [['lib/a', 'lib/b', 'lib/c/d'], []],
    [['a', 'a/b'], ['file-and-folder']],
    [['a/b/c', 'A'], ['file-and-folder']],
    [['__proto__', 'constructor', 'toString'], []],
  ])('%j → %j', (names, kinds) => {
    expect(findCollisions(names).map(({ kind }) => kind)).toEqual(kinds)
  })
})

test('folding is a closure: folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
      const once = foldEntryName(text)
      expect(foldEntryName(once)).toBe(once)
    }),
  )
})

test('the order is that of the UTF-8 bytes', () => {
  const sorted = ['\uffff', '\u{10000}', 'b', 'a/b', 'a-b', 'a'].toSorted(compareEntryNames)
  expect(sorted).toEqual(['a', 'a-b', 'a/b', 'b', '\uffff', '\u{10000}'])
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', '/', 'ö', '\ud7ff', '\ue000', '\uffff', '\u{10000}'),
  })
  fc.assert(
    fc.property(name, name, (a, b) => {
      const expected = Buffer.compare(Buffer.from(a), Buffer.from(b))
      expect(Math.sign(compareEntryNames(a, b))).toBe(expected)
    }),
  )
})
