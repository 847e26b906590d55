// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from 'vitest'
import { createRegistry } from '../create-registry.ts'
import type { Registry } from '../registry.ts'

const base = 'https://atrium.test/'
const deploy = { from: `${base}assets/index-1.js`, base: '../', record: 'assets/plugins/registry.json' }

afterEach(() => {
  vi.unstubAllGlobals()
  document.head.replaceChildren()
})

async function load(): Promise<never> {
  throw new TypeError('Importing a module script failed.')
}

/** A host with one plugin whose files are gone, and what its server says about the build that is deployed. */
function registryAfterDeploy(record: unknown): Registry {
  vi.stubGlobal('fetch', async () => Response.json(record))
  document.head.innerHTML = `<link rel="modulepreload" href="${base}assets/vendor-11111111.js">`
  return createRegistry({
    routeBase: '/plugins',
    dev: true,
    deploy,
    plugins: [{ name: 'crm', version: '1.0.0', load }],
    problems: [],
  })
}

test('a build with another shared file needs a new document', async () => {
  const crm = { version: '1.1.0', level: 'assets/plugins/crm/plugin-2.js' }
  const registry = registryAfterDeploy({ shared: ['assets/vendor-22222222.js'], plugins: { crm } })
  expect(await registry.matchPage('/plugins/crm')).toMatchObject({ kind: 'failed', needsReload: true })
  expect(registry.peekPage('/plugins/crm')).toMatchObject({
    reason: expect.stringContaining('was updated since this page was opened') as string,
  })
})

test('the need for a new document has a code', async () => {
  const crm = { version: '1.1.0', level: 'assets/plugins/crm/plugin-2.js' }
  const registry = registryAfterDeploy({ shared: ['assets/vendor-22222222.js'], plugins: { crm } })
  await registry.matchPage('/plugins/crm')
  expect(registry.status('crm').problems[0]?.code).toBe('RUNTIME_RELOAD_NEEDED')
})

test('a build without the plugin takes it away', async () => {
  const registry = registryAfterDeploy({ shared: ['assets/vendor-11111111.js'], plugins: {} })
  expect(await registry.matchPage('/plugins/crm')).toMatchObject({ kind: 'not-installed' })
  expect(registry.getSnapshot().plugins).toEqual([])
})
