import { afterEach, expect, test, vi } from 'vitest'
import { fetchDeployRecord, parseDeployRecord } from './deploy-record.ts'

const base = 'https://atrium.test/app/'
const place = { from: `${base}assets/index-1.js`, base: '../   ', record: 'assets/plugins/registry.json   ' }
const record = {
  shared: ['assets/vendor-1.js'],
  plugins: { crm: { version: '1.1.0', level: 'assets/plugins/crm/plugin-2.js' } },
}

afterEach(() => {
  vi.unstubAllGlobals()
})

test('the record is asked for below the base, past every cache', async () => {
  const fetch = vi.fn(async () => Response.json(record))
  vi.stubGlobal('fetch', fetch)
  const found = await fetchDeployRecord(place)
  expect(found?.shared).toEqual([`${base}assets/vendor-1.js`])
  expect(found?.plugins.get('crm')).toEqual({
    version: '1.1.0',
    level: `${base}assets/plugins/crm/plugin-2.js`,
  })
  expect(String(fetch.mock.calls[0]?.at(0))).toBe(`${base}assets/plugins/registry.json`)
  expect(fetch.mock.calls[0]?.at(1)).toMatchObject({ cache: 'no-store' })
})

test.each([
  ['no answer', async () => Promise.reject(new TypeError('Failed to fetch'))],
  ['an error', async () => new Response('{}', { status: 503 })],
  ['a page', async () => new Response('<!doctype html>')],
])('a record that cannot be had is none: %s', async (_what, fetch) => {
  vi.stubGlobal('fetch', fetch)
  expect(await fetchDeployRecord(place)).toBeUndefined()
})

const withLevel = (level: unknown): unknown => ({ shared: [], plugins: { crm: { version: '1.0.0', level } } })

test.each([
  ['nothing', null],
  ['a list', []],
  ['no plugins', { shared: [] }],
  ['no list of shared files', { plugins: {} }],
  ['a plugin without a file', withLevel(undefined)],
  ['a plugin that is null', { shared: [], plugins: { crm: null } }],
  ['another origin', withLevel('https://evil.test/assets/x.js')],
  ['another host', withLevel('//evil.test/app/x.js')],
  ['a scheme', withLevel('data:text/javascript,alert(1)//.js')],
  ['a way out of the base', withLevel('../other/x.js')],
  ['an encoded way out of the base', withLevel('assets/%2e%2e/%2e%2e/other/x.js')],
  ['no script', withLevel('assets/x.html')],
  ['a shared file outside', { shared: ['/elsewhere/vendor.js'], plugins: {} }],
])('a record with %s is none', (_what, text) => {
  expect(parseDeployRecord(text, base)).toBeUndefined()
})

test('a name of Object.prototype is a name like others', () => {
  const text = JSON.parse(
    '{"shared":[],"plugins":{"__proto__":{"version":"1.0.0","level":"a.js"}}}',
  ) as unknown
  const found = parseDeployRecord(text, base)
  expect(found?.plugins.has('constructor')).toBe(false)
  expect(found?.plugins.get('__proto__')?.level).toBe(`${base}a.js`)
})
