import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchPrefix, toSegments } from './match-prefix.ts'

/** Any text, percent signs, slashes, dots and other scripts included, as one segment of a URL. */
const segment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
  .filter((text) => !/\p{Surrogate}/u.test(text) && text !== '.' && text !== '..')
const plainSegment = segment.filter((text) => !text.includes('/') && !text.includes('%'))

function toPathname(segments: readonly string[]): string {
  return `/${segments.map((name) => encodeURIComponent(name)).join('/')}`
}

describe('matchPrefix', () => {
  test.for([
    ['/api/crm', '/api/crm', '', '/'],
    ['/api/crm/', '/api/crm', '/', '/'],
    ['/api/crm/accounts/7', '/api/crm', '/accounts/7', '/accounts/7'],
    ['/api/crm//accounts', '/api/crm', '//accounts', '//accounts'],
    ['/api/crm/a%2Fb', '/api/crm', '/a%2Fb', '/a%2Fb'],
    ['/anything', '/', '/anything', '/anything'],
    ['/m%C3%BCller/x', '/müller', '/x', '/x'],
    ['/%61pi/crm', '/api', '/crm', '/crm'],
  ])('%s below %s leaves %s', ([pathname = '', mountPoint = '', tail = '', rest]) => {
    const prefix = pathname.slice(0, pathname.length - tail.length)
    expect(matchPrefix(pathname, toSegments(mountPoint))).toEqual({ prefix, rest })
  })

  test.each([
    ['/api/crm-extra', '/api/crm'],
    ['/api/cr', '/api/crm'],
    ['/api', '/api/crm'],
    ['/', '/api'],
    ['/API/crm', '/api/crm'],
    ['/api//crm', '/api/crm'],
    ['/api%2Fcrm', '/api/crm'],
    ['/api/%', '/api/crm'],
  ])('%s is not below %s', (pathname, mountPoint) => {
    expect(matchPrefix(pathname, toSegments(mountPoint))).toBeUndefined()
  })

  test('a path is below each of its own beginnings, and the two parts make the path again', () => {
    fc.assert(
      fc.property(fc.array(plainSegment, { minLength: 1 }), fc.array(segment), (front, back) => {
        const pathname = toPathname([...front, ...back])
        const match = matchPrefix(pathname, toSegments(`/${front.join('/')}`))
        expect(match?.prefix).toBe(toPathname(front))
        expect(match?.rest).toBe(toPathname(back))
      }),
    )
  })

  test('a path is never below another first segment', () => {
    fc.assert(
      fc.property(plainSegment, segment, fc.array(segment), (mountPoint, other, back) => {
        fc.pre(mountPoint !== other)
        expect(matchPrefix(toPathname([other, ...back]), toSegments(`/${mountPoint}`))).toBeUndefined()
      }),
    )
  })

  test('what is left goes into a URL unchanged', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.nat({ max: 3 }), (href, depth) => {
        const url = new URL(href)
        const before = url.pathname
        const names = before.split('/').slice(1, 1 + depth)
        fc.pre(names.every((name) => name !== ''))
        const match = matchPrefix(before, toSegments(`/${names.join('/')}`))
        fc.pre(match !== undefined)
        url.pathname = match.rest
        expect(url.pathname).toBe(match.rest)
        expect(before === match.prefix || before === match.prefix + match.rest).toBe(true)
      }),
    )
  })
})
