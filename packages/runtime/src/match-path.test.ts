import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchPath, splitPath } from './match-path.ts'

describe('splitPath', () => {
  test.each([
    ['/', []],
    ['', []],
    ['/customers/', ['customers']],
    ['//customers///42//', ['customers', '42']],
    ['/customers/J%C3%BCrgen', ['customers', 'Jürgen']],
    ['/customers/100%', ['customers', '100%']],
    ['/customers/%E0%A4%A', ['customers', '%E0%A4%A']],
    ['/a%2Fb/c', ['a/b', 'c']],
    ['/customers?tab=/x#y', ['customers']],
    ['/customers#/x', ['customers']],
  ])('%s → %j', (pathname, decoded) => {
    expect(splitPath(pathname).decoded).toEqual(decoded)
  })

  test('keeps what was written beside what it means', () => {
    expect(splitPath('/a%20b').raw).toEqual(['a%20b'])
  })
})

describe('matchPath', () => {
  const paths = ['/', '/customers', '/customers/:id', '/customers/new', '/:page', '/files/*', '/*']
  test.each([
    ['/', '/', {}],
    ['/customers', '/customers', {}],
    ['/customers/', '/customers', {}],
    ['/customers/new', '/customers/new', {}],
    ['/customers/42', '/customers/:id', { id: '42' }],
    ['/customers/a%20b', '/customers/:id', { id: 'a b' }],
    ['/Customers', '/:page', { page: 'Customers' }],
    ['/customers/42/orders', '/*', { '*': 'customers/42/orders' }],
    ['/files', '/files/*', { '*': '' }],
    ['/files/a/b%2Fc', '/files/*', { '*': 'a/b/c' }],
  ])('%s leads to %s', (pathname, path, params) => {
    expect(match(paths, pathname)).toEqual({ path, params })
  })

  test.each([
    [['/a/:b/c', '/:a/b/c'], '/a/b/c', '/a/:b/c'],
    [['/:a/b', '/a/*'], '/a/b', '/a/*'],
    [['/a/*', '/a'], '/a', '/a'],
    [['/*', '/:a'], '/x', '/:a'],
    [['/:first', '/:second'], '/x', '/:first'],
    [['/käse'], '/k%C3%A4se', '/käse'],
    [['/a%20b'], '/a b', '/a%20b'],
  ])('of %j the address %s takes %s', (patterns, pathname, path) => {
    expect(match(patterns, pathname)?.path).toBe(path)
  })

  test('knows when there is none', () => {
    expect(match(['/a', '/a/:b/c'], '/a/b')).toBeUndefined()
    expect(match([], '/')).toBeUndefined()
  })

  test('takes names of Object.prototype as they are', () => {
    const params = match(['/:__proto__/:constructor'], '/a/b')?.params
    expect(Object.entries(params ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  const segment = fc.oneof(fc.constantFrom('a', 'b', '%', '%zz', '%C3', '..', '__proto__'), fc.string())
  const pathname = fc.array(segment).map((segments) => `/${segments.join('/')}`)
  const pattern = fc
    .tuple(fc.array(fc.oneof(fc.constantFrom('a', 'b', ':x', ':y'), fc.string())), fc.constantFrom('', '/*'))
    .map(([segments, rest]) => `/${segments.join('/')}${rest}`)

  test('never throws, and what it finds does not depend on the order of different ranks', () => {
    fc.assert(
      fc.property(fc.array(pattern), pathname, (patterns, address) => {
        const found = match(patterns, address)
        const all = patterns.filter((one) => match([one], address) !== undefined)
        expect(found === undefined).toBe(all.length === 0)
        if (found !== undefined) expect(rankOf(found.path)).toBe(all.map(rankOf).sort()[0])
      }),
    )
  })

  test('a path made of its own static segments is found', () => {
    const plain = fc.array(fc.stringMatching(/^[a-z]{1,5}$/), { minLength: 1 })
    fc.assert(
      fc.property(plain, (segments) => {
        const path = `/${segments.join('/')}`
        expect(match(['/*', `/:x${path}`, path], path)?.path).toBe(path)
      }),
    )
  })
})

function match(paths: readonly string[], pathname: string): { path: string; params: object } | undefined {
  const found = matchPath(
    paths.map((path) => ({ path })),
    splitPath(pathname).decoded,
  )
  return found && { path: found.route.path, params: found.params }
}

/** Written apart from the implementation: 0 static, 1 parameter, 2 rest; nothing comes after a rest. */
function rankOf(path: string): string {
  const ranks = splitPath(path).decoded.map((part) => (part === '*' ? '2' : part.startsWith(':') ? '1' : '0'))
  return ranks.join('').replace(/2.*$/, '2')
}
