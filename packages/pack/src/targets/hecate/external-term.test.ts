import { assert, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeTerm } from './beam-file.test.kit.ts'
import { parseExternalTerm, toJson } from './external-term.ts'

function jsonOf(...bytes: readonly number[]): unknown {
  const term = parseExternalTerm(Uint8Array.from([131, ...bytes]))
  return term === undefined ? 'not read' : toJson(term)
}

const bytesOf = (text: string): number[] => [...Buffer.from(text)]

describe('what Erlang writes is read', () => {
  // Each as `term_to_binary/1` gives it.
  test.each<[string, number[], unknown]>([
    ['42', [97, 42], 42],
    ['-1', [98, 255, 255, 255, 255], -1],
    ['1.5', [70, 63, 248, 0, 0, 0, 0, 0, 0], 1.5],
    ['true', [119, 4, ...bytesOf('true')], true],
    ['undefined', [118, 0, 9, ...bytesOf('undefined')], null],
    ['none, of an older compiler', [100, 0, 4, ...bytesOf('none')], 'none'],
    ['<<"é">>', [109, 0, 0, 0, 2, ...bytesOf('é')], 'é'],
    ['"ab"', [107, 0, 2, 97, 98], 'ab'],
    ['[1, 2]', [107, 0, 2, 1, 2], [1, 2]],
    ['[]', [106], []],
    ['[<<"a">>]', [108, 0, 0, 0, 1, 109, 0, 0, 0, 1, 97, 106], ['a']],
    ['{ok}, which JSON has no word for', [104, 1, 119, 2, ...bytesOf('ok')], undefined],
    ['1 bsl 64', [110, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], undefined],
  ])('%s', (_name, bytes, value) => {
    expect(jsonOf(...bytes)).toEqual(value)
  })

  test('big integers keep their value', () => {
    const bytes = [131, 110, 9, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1]
    expect(parseExternalTerm(Uint8Array.from(bytes))).toBe(-(2n ** 64n))
  })

  test('maps in maps', () => {
    const term = parseExternalTerm(encodeTerm({ name: 'crm', appstore: { fee_cents: 0 }, tags: ['a', 'b'] }))
    const value = term === undefined ? undefined : toJson(term)
    expect(value).toEqual(
      new Map<string, unknown>([
        ['name', 'crm'],
        ['appstore', new Map([['fee_cents', 0]])],
        ['tags', ['a', 'b']],
      ]),
    )
  })
})

describe('what is no plain data, or no term at all, is not read', () => {
  test.each<[string, number[]]>([
    ['another version', [130, 97, 1]],
    ['nothing', []],
    ['a fun', [131, 112, 0, 0, 0, 0]],
    ['a compressed term', [131, 80, 0, 0, 0, 2, 120, 156]],
    ['an improper list', [131, 108, 0, 0, 0, 1, 97, 1, 97, 2]],
    ['a list with a list of characters as its tail', [131, 108, 0, 0, 0, 1, 97, 1, 107, 0, 0]],
    ['bytes behind it', [131, 97, 1, 0]],
    ['a binary longer than the file', [131, 109, 255, 255, 255, 255, 1]],
    ['a map with more pairs than bytes', [131, 116, 255, 255, 255, 255]],
  ])('%s', (_name, bytes) => {
    expect(parseExternalTerm(Uint8Array.from(bytes))).toBeUndefined()
  })

  test('a term nested 100,000 deep', () => {
    const bytes = Buffer.concat([Buffer.from([131]), Buffer.alloc(200_000, Buffer.from([104, 1]))])
    expect(parseExternalTerm(bytes)).toBeUndefined()
  })

  test('random bytes never throw', () => {
    assert(
      property(uint8Array({ maxLength: 60 }), (bytes) => {
        const term = parseExternalTerm(Uint8Array.from([131, ...bytes]))
        if (term !== undefined) toJson(term)
      }),
      { numRuns: 2000 },
    )
  })
})
