import * as fc from 'fast-check'
import { satisfies, validRange } from 'semver'
import { describe, expect, test } from 'vitest'
import { satisfiesRange } from './satisfies-range.ts'

describe('satisfiesRange', () => {
  test.each([
    ['1.2.3', '^1.0.0', true],
    ['2.0.0', '^1.0.0', false],
    ['2.0.0-beta.1', '^1.0.0', false],
    ['0.2.0', '^0.1.0', false],
    ['0.0.3', '^0.0.3', true],
    ['0.0.4', '^0.0.3', false],
    ['1.2.9', '~1.2', true],
    ['1.3.0', '~1.2', false],
    ['1.9.0', '1.x', true],
    ['1.0.0', '*', true],
    ['1.0.0', '', true],
    ['1.0.0-rc.1', '*', false],
    ['1.0.0-rc.10', '>=1.0.0-rc.9', true],
    ['1.1.0-rc.10', '>=1.0.0-rc.9', false],
    ['3.0.0', '<2 || >=3', true],
    ['2.5.0', '1.0.0 - 2', true],
    ['1.5.0', '> 1 <2', false],
    ['1.0.0+build.7', '1.0.0', true],
    ['one', '*', false],
    ['1.0', '*', false],
    ['1.0.0', 'latest', false],
    ['1.0.0', 'workspace:*', false],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(satisfiesRange(version, range)).toBe(expected)
  })

  const number = fc.integer({ min: 0, max: 3 })
  const prerelease = fc.constantFrom('', '', '', '-alpha', '-beta', '-beta.2', '-beta.11', '-0')
  const full = fc.tuple(number, number, number, prerelease).map(([a, b, c, pre]) => `${a}.${b}.${c}${pre}`)
  const partial = fc.oneof(
    full,
    fc.tuple(number, number).map((parts) => parts.join('.')),
    number.map(String),
    fc.constantFrom('*', 'x', '1.x', '0.0.x', '2.*'),
  )
  const comparator = fc
    .tuple(fc.constantFrom('', '=', '^', '~', '>', '>=', '<', '<='), partial)
    .map((parts) => parts.join(''))
  const conjunction = fc.oneof(
    comparator,
    fc.tuple(comparator, comparator).map((parts) => parts.join(' ')),
    fc.tuple(partial, partial).map((parts) => parts.join(' - ')),
  )
  const range = fc.oneof(
    conjunction,
    fc.tuple(conjunction, conjunction).map((parts) => parts.join(' || ')),
  )

  test('agrees with npm', () => {
    fc.assert(
      fc.property(full, range, (version, wanted) => {
        // npm reads alternatives that include `*` as `*` alone, and so loses prereleases that another one names.
        fc.pre(
          validRange(wanted) !== null &&
            !(wanted.includes('||') && /(?:^|\s)[=^~<>]*[*x](?:\s|$)/.test(wanted)),
        )
        expect(satisfiesRange(version, wanted), `${version} in ${wanted}`).toBe(satisfies(version, wanted))
      }),
      { numRuns: 2000 },
    )
  })

  test('never throws', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        (version, wanted) => typeof satisfiesRange(version, wanted) === 'boolean',
      ),
    )
  })
})
