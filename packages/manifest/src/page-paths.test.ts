import { expect, test } from 'vitest'
import {
  comparePagePaths,
  createPageFinder,
  matchesPagePath,
  pageHref,
  pageHrefs,
  pathWithinPlugin,
  slotsOf,
} from './page-paths.ts'

test('writes the address of a page', () => {
  expect(pageHref('crm', '/customers')).toBe('/plugins/crm/customers')
  expect(pageHref('crm', '/')).toBe('/plugins/crm')
  expect(pageHref('crm', '/', '/apps')).toBe('/apps/crm')
  const page = { module: 'a.tsx', path: '/customers/:id', permission: null }
  expect(pageHrefs({ name: 'crm', pages: [page] }, '')).toEqual(['/crm/customers/:id'])
})

test.each([
  ['/', '/', true],
  ['/customers', '/customers', true],
  ['/customers', '/Customers', false],
  ['/customers/7', '/customers/:id', true],
  ['/customers', '/customers/:id', false],
  ['/customers/7/edit', '/customers/:id', false],
  ['/', '/*', true],
  ['/docs', '/docs/*', true],
  ['/docs/a/b', '/docs/*', true],
  ['/other', '/docs/*', false],
])('%s matches %s: %s', (pathname, path, matches) => {
  expect(matchesPagePath(pathname, path)).toBe(matches)
})

test('static comes before parameter before rest', () => {
  const paths = ['/*', '/:id', '/customers/:id', '/customers/new', '/customers/*', '/', '/customers']
  expect(paths.toSorted(comparePagePaths)).toEqual([
    '/',
    '/customers',
    '/customers/new',
    '/customers/:id',
    '/customers/*',
    '/:id',
    '/*',
  ])
  const findPage = createPageFinder(paths.map((path) => ({ path })))
  expect(findPage('/customers/new')).toEqual({ path: '/customers/new' })
  expect(findPage('/customers/7')).toEqual({ path: '/customers/:id' })
  expect(findPage('/elsewhere/7')).toEqual({ path: '/*' })
})

test.each([
  ['/crm/customers?new#top', '/customers'],
  ['/plugins/crm/customers', '/customers'],
  ['/crm', '/'],
  ['/crm/', '/'],
  ['/crm?tab=1', '/'],
  ['/crmx/customers', undefined],
  ['/settings', undefined],
])('%s is %s within crm', (path, within) => {
  expect(pathWithinPlugin('crm', path)).toBe(within)
})

test('lists each slot once', () => {
  const blocks = ['side', 'dashboard', 'side'].map((slot) => ({
    module: 'a.tsx',
    id: 'a',
    slot,
    order: 0,
    permission: null,
  }))
  expect(slotsOf({ blocks })).toEqual(['dashboard', 'side'])
})
