import { isPluginError } from '@plugwright/diagnostics'
import { expect, test } from 'vitest'
import { resolveOptions } from './options.ts'
import type { PlugwrightOptions } from './options.ts'

function problemsOf(options: object): readonly { readonly code: string; readonly hint?: string }[] {
  try {
    resolveOptions(options)
  } catch (error) {
    if (isPluginError(error)) return error.diagnostics
    throw error
  }
  return []
}

test('defaults', () => {
  const { access, ...rest } = resolveOptions()
  expect(access).toBeUndefined()
  expect(rest).toEqual({
    roots: ['plugins'],
    plugins: [],
    routeBase: '/plugins',
    shared: [],
    slots: {},
    sections: [],
    host: undefined,
    strict: true,
    chunks: 'page',
    layers: false,
    types: true,
    inspect: true,
  })
})

test('an unknown option names the nearest one', () => {
  expect(problemsOf({ root: ['plugins'] })).toMatchObject([
    { code: 'VITE_UNKNOWN_OPTION', hint: 'did you mean "roots"?' },
  ])
  expect(problemsOf({ nothingLikeIt: 1 })[0]?.hint).toContain('roots, plugins, routeBase')
})

test('Vite shows the message alone, so it has every problem with its hint', () => {
  expect(() => resolveOptions({ stric: true, chunks: 'all' } as object)).toThrow(
    /no option "stric"\.\n {2}hint: did you mean "strict"\?[^]*is "all"\.\n {2}hint: give 'page' or 'plugin'\./,
  )
})

test.each([
  { roots: 'plugins' },
  { roots: [{ path: 'plugins' }] },
  { plugins: [1] },
  { routeBase: 'plugins' },
  { routeBase: '/plugins/' },
  { shared: 'react' },
  { slots: ['dashboard'] },
  { sections: [{ label: 'Sales' }] },
  { host: { name: 'host' } },
  { strict: 'data' },
  { backend: {} },
  { chunks: 'route' },
  { types: 'yes' },
])('a value that cannot work: %o', (options) => {
  expect(problemsOf(options)).toMatchObject([{ code: 'VITE_WRONG_OPTION' }])
})

test('every option at once, and all problems together', () => {
  const options: PlugwrightOptions = {
    roots: ['plugins', { dir: 'data', source: 'data' }],
    plugins: ['@acme/crm'],
    routeBase: '/apps/all',
    shared: ['lodash'],
    slots: { dashboard: { description: 'Cards' } },
    sections: [{ id: 'sales', label: { en: 'Sales' } }],
    host: { name: 'host', version: '1.0.0' },
    strict: 'install',
    backend: true,
    chunks: 'plugin',
    types: false,
  }
  expect(problemsOf(options)).toEqual([])
  expect(problemsOf({ ...options, stric: true, chunks: 'all' })).toHaveLength(2)
})

test('backend: true grants everything', async () => {
  const access = await resolveOptions({ backend: true }).access?.(new Request('http://host.test/'))
  expect(access?.can('customer.read')).toBe(true)
})
