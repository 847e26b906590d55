import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { build } from 'vite'
import { plugwright } from '../plugin.ts'
import { createTestHost, packageJson, startTestServer } from '../vite-host.test.kit.ts'
import type { TestHost, TestServer } from '../vite-host.test.kit.ts'
import { explain } from './explain.ts'
import type { Explanation, ExplainedCheck } from './explain.ts'
import type { Inspection } from './inspection.ts'

const files = {
  'plugins/crm/plugin.yaml': `
name: crm
version: 0.1.0
display_name: { de: Kunden, en: CRM }
requires: { host: ^1.0.0 }
pages:
  - { module: frontend/src/pages/customers.ts, path: /customers, title: Customers, permission: customer.read }
  - { module: frontend/src/pages/customer.ts, path: '/customers/:id', permission: customer.read }
  - { module: frontend/src/pages/list.ts, path: '/:list/new' }
blocks:
  - { module: frontend/src/blocks/pipeline.ts, slot: dashboard, order: 2 }
  - { module: frontend/src/blocks/first.ts, slot: dashboard, order: 1, permission: customer.read }
  - { module: frontend/src/blocks/lost.ts, slot: dashbord }
nav:
  - { label: Customers, path: /crm/customers, order: 2 }
  - { label: More, order: 1, children: [{ label: Help, href: 'https://help.test' }] }
permissions: [customer.read]
seed_groups:
  - { name: crm_viewer, permissions: [customer.read] }
  - { name: crm_guest, permissions: [] }
`,
  'plugins/crm/frontend/src/pages/customers.ts': 'export function mount() {}',
  'plugins/crm/frontend/src/pages/customer.ts': 'export function mount() {}',
  'plugins/crm/frontend/src/pages/list.ts': 'export function mount() {}',
  'plugins/crm/frontend/src/blocks/pipeline.ts': 'export function mount() {}',
  'plugins/crm/frontend/src/blocks/first.ts': 'export function mount() {}',
  'plugins/crm/frontend/src/blocks/lost.ts': 'export function mount() {}',
  'plugins/crm/package.json': packageJson('crm', '0.1.0', {
    dependencies: { chart: '^2.0.0', absent: '*' },
    peerDependencies: { ui: '^3.0.0' },
  }),
  'node_modules/ui/package.json': packageJson('ui', '2.5.0'),
  'node_modules/ui/index.js': 'export {}',
  'plugins/crm/node_modules/chart/package.json': packageJson('chart', '2.1.0'),
  'plugins/crm/node_modules/chart/index.js': 'export {}',
  'plugins/broken/plugin.yaml':
    'name: broken\nversion: 0.1.0\nnav: [{ label: Gone, path: /broken/gone }]\npages: [{ module: p.ts, path: /here }]\n',
  'plugins/broken/p.ts': 'export function mount() {}',
  'plugins/needy/plugin.yaml':
    'name: needy\nversion: 0.1.0\nrequires: { plugins: { crm: ^9.0.0, nobody: ^1.0.0 } }\n',
  'plugins/newer/plugin.yaml': 'name: newer\nversion: 0.1.0\nrequires: { host: ^7.0.0 }\n',
  'data/crm/plugin.yaml': 'name: crm\nversion: 0.0.9\n',
}

let host: TestHost
let dev: TestServer
let address: string
let inspection: Inspection

beforeAll(async () => {
  host = await createTestHost(files)
  dev = await startTestServer(
    host,
    {
      roots: ['plugins', { dir: 'data', source: 'data' }, 'later'],
      slots: { dashboard: { description: 'Cards.' }, aside: {} },
    },
    { base: '/app/' },
  )
  address = `${dev.server.resolvedUrls?.local[0] ?? ''}__plugwright/`
  inspection = await read()
})

afterAll(async () => {
  await dev[Symbol.asyncDispose]()
  await host[Symbol.asyncDispose]()
})

async function read(): Promise<Inspection> {
  return (await (await fetch(`${address}data.json`)).json()) as Inspection
}

describe('the JSON twin', () => {
  test('names host, roots and counts', () => {
    expect(inspection).toMatchObject({
      format: 'plugwright-inspection/1',
      host: { name: 'test-host', version: '1.2.0', root: host.dir, base: '/app/', routeBase: '/plugins' },
      roots: [
        { place: 'plugins', source: 'install', state: 'found', plugins: 4 },
        { place: 'data', source: 'data', state: 'found', plugins: 1 },
        { place: 'later', source: 'data', state: 'missing', plugins: 0 },
      ],
      counts: { plugins: 3, pages: 3, blocks: 3, shadowed: 1, packed: 0, broken: 1 },
    })
    expect(inspection.timings.discoveryMs).toBeGreaterThan(0)
  })

  test('shows plugins with state, and who shadows whom', () => {
    expect(inspection.plugins.map(({ name, state, place }) => [name, state, place])).toEqual([
      ['broken', 'invalid', 'plugins/broken'],
      ['crm', 'merged', 'plugins/crm'],
      ['needy', 'merged', 'plugins/needy'],
      ['newer', 'merged', 'plugins/newer'],
      ['crm', 'shadowed', 'data/crm'],
    ])
    const [, used, needy, , shadowed] = inspection.plugins
    expect(used).toMatchObject({ displayName: 'CRM', shadows: [{ place: 'data/crm', version: '0.0.9' }] })
    expect(shadowed?.shadowedBy).toMatchObject({ place: 'plugins/crm', version: '0.1.0' })
    expect(shadowed?.problems.map((index) => inspection.problems[index]?.code)).toEqual(['PLUGIN_SHADOWED'])
    expect(needy?.requires).toEqual([
      { kind: 'plugin', name: 'crm', range: '^9.0.0', found: '0.1.0', result: 'differs' },
      { kind: 'plugin', name: 'nobody', range: '^1.0.0', result: 'missing' },
    ])
  })

  test('shows problems with frame, hint and place, errors first', () => {
    expect(inspection.problems[0]).toMatchObject({
      code: 'MANIFEST_NAV_WITHOUT_PAGE',
      severity: 'error',
      plugin: 'broken',
      place: 'plugins/broken/plugin.yaml',
      line: 3,
      frame: expect.stringContaining('> 3 |'),
      hint: expect.stringContaining('/broken/here'),
    })
    expect(inspection.problems.at(-1)).toMatchObject({ code: 'ROOT_MISSING', severity: 'info' })
  })

  test('shows routes in the order of their rank, and what claims the same address', () => {
    expect(inspection.routes.pages.map(({ address: path, before }) => [path, before])).toEqual([
      ['/plugins/crm/customers', []],
      ['/plugins/crm/customers/:id', ['/:list/new']],
      ['/plugins/crm/:list/new', []],
    ])
    expect(inspection.routes.conflicts).toEqual([
      expect.objectContaining({ kind: 'problem', plugin: 'broken', problem: 0 }),
      {
        kind: 'overlap',
        plugin: 'crm',
        message: '/customers/new fits /customers/:id and /:list/new; the page of /customers/:id is shown.',
        addresses: ['/plugins/crm/customers/:id', '/plugins/crm/:list/new'],
      },
    ])
  })

  test('shows nav, slots and access', () => {
    expect(inspection.nav.map(({ label, kind, target }) => [label, kind, target])).toEqual([
      ['More', 'group', undefined],
      ['Customers', 'page', '/plugins/crm/customers'],
    ])
    expect(
      inspection.slots.map(({ name, declared, blocks }) => [name, declared, blocks.map(({ id }) => id)]),
    ).toEqual([
      ['dashboard', true, ['first', 'pipeline']],
      ['aside', true, []],
      ['dashbord', false, ['lost']],
    ])
    expect(inspection.access.groups[0]).toEqual({
      name: 'crm_viewer',
      plugin: 'crm',
      permissions: ['customer.read'],
    })
    expect(inspection.access.permissions[0]).toMatchObject({
      name: 'customer.read',
      declaredBy: ['crm'],
      groups: ['crm_viewer'],
      usedBy: expect.arrayContaining([{ plugin: 'crm', kind: 'block', name: 'dashboard/first' }]),
    })
  })

  test('shows shared and private packages', () => {
    expect(inspection.shared.packages).toContainEqual({
      name: 'ui',
      version: '2.5.0',
      askedBy: [{ plugin: 'crm', range: '^3.0.0', fits: false }],
    })
    expect(inspection.shared.private).toEqual([
      { plugin: 'crm', name: 'chart', range: '^2.0.0', version: '2.1.0' },
      { plugin: 'crm', name: 'absent', range: '*' },
    ])
  })

  test('knows the modules that were loaded, and the sizes of the last build', async () => {
    expect(inspection.sizes.modules).toEqual([])
    const base = dev.server.resolvedUrls?.local[0] ?? ''
    await fetch(`${base}plugins/crm/frontend/src/pages/customers.ts`)
    // A real build writes the manifest, so that the two formats cannot part. This copy asks for nothing that the host lacks.
    await host.write({
      'for-build/crm/plugin.yaml': 'name: crm\nversion: 0.1.0\n',
      'for-build/crm/frontend/src/pages/index.ts': 'export function mount() {}',
    })
    await build({
      root: host.dir,
      configFile: false,
      logLevel: 'silent',
      plugins: [plugwright({ roots: ['for-build'] })],
    })
    const { sizes } = await read()
    expect(sizes.modules).toEqual([
      {
        plugin: 'crm',
        place: 'plugins/crm/frontend/src/pages/customers.ts',
        file: `${host.dir}/plugins/crm/frontend/src/pages/customers.ts`,
        transformedBytes: expect.any(Number),
        firstLoadMs: expect.any(Number),
      },
    ])
    expect(sizes.plugins[0]).toMatchObject({
      plugin: 'crm',
      modules: 1,
      built: { chunks: expect.any(Number), stylesheets: 0, bytes: expect.any(Number) },
    })
    expect(sizes.plugins[0]?.built?.bytes).toBeGreaterThan(0)
    await host.write({ 'dist/.vite/plugwright.json': '[1' })
    expect((await read()).sizes.plugins[0]).not.toHaveProperty('built')
  })
})

describe('the server', () => {
  test('tells that something has changed', async () => {
    const abort = new AbortController()
    const { body } = await fetch(`${address}events`, { signal: abort.signal })
    const text = body!.pipeThrough(new TextDecoderStream()).getReader()
    await text.read()
    await host.write({
      'plugins/crm/plugin.yaml': files['plugins/crm/plugin.yaml'].replace('Customers', 'People'),
    })
    let received = ''
    while (!received.includes('event: change')) received += (await text.read()).value ?? ''
    await expect.poll(async () => (await read()).routes.pages[0]?.title).toBe('People')
    expect((await read()).timings.lastUpdate?.durationMs).toBeGreaterThan(0)
    abort.abort()
  })

  test('sends nothing but its own files', async () => {
    const ask = async (path: string): Promise<number> => (await fetch(address + path)).status
    expect(await ask('package.json')).toBe(404)
    expect(await ask('..%2f..%2fpackage.json')).toBe(404)
    const { redirected, url } = await fetch(address.slice(0, -1))
    expect([redirected, url]).toEqual([true, address])
  })

  test('can be switched off', async () => {
    await using other = await createTestHost({})
    await using off = await startTestServer(other, { inspect: false })
    const url = `${off.server.resolvedUrls?.local[0] ?? ''}__plugwright/data.json`
    expect((await fetch(url)).headers.get('content-type')).not.toContain('json')
    expect(off.logger.infos[0]).toBe('plugwright  0 plugins · 0 pages')
  })
})

function failed({ checks }: Explanation): ExplainedCheck | undefined {
  return checks.find(({ result }) => result === 'fail')
}

function customersFor(viewAs: string): Explanation {
  return explain(inspection, '/plugins/crm/customers', { viewAs })
}

describe('explain', () => {
  test('a plugin that is shown', () => {
    const found = explain(inspection, 'crm')
    expect(found).toMatchObject({ kind: 'plugin', plugin: 'crm', shown: 'yes' })
    expect(found.checks.map(({ id, result }) => `${id} ${result}`)).toEqual([
      'found pass',
      'shadowed note',
      'manifest pass',
      'host-range pass',
      'plugins pass',
      'shared note',
      'switched-on unknown',
      'page pass',
      'code unknown',
      'nav pass',
    ])
  })

  test.each([
    ['data/crm', 'shadowed', 'plugins/crm 0.1.0 (install)'],
    ['broken', 'manifest', 'leads to /broken/gone'],
    ['needy', 'plugins', 'the plugin crm ^9.0.0, and 0.1.0 is there'],
    ['newer', 'host-range', 'this is test-host 1.2.0'],
    ['crn', 'found', 'looked for in plugins, data, later (missing)'],
    ['/plugins/crm/nowhere/at/all', 'page', 'no page at /nowhere/at/all'],
    ['/plugins/nobody/x', 'found', 'No plugin is called nobody'],
  ])('why %s is not shown', (subject, check, words) => {
    const found = explain(inspection, subject)
    expect(found.shown).toBe('no')
    expect(failed(found)).toMatchObject({ id: check, message: expect.stringContaining(words) })
    expect(found.summary).toContain(words)
    // What comes after it was not looked at.
    expect(found.checks.at(-1)).toBe(failed(found))
  })

  test.each([
    ['http://localhost:5173/app/plugins/crm/customers/7?tab=1#x', '/customers/7'],
    ['/plugins/crm/customers/7', '/customers/7'],
    ['/crm/customers/7', '/customers/7'],
    ['/plugins/crm/customers/new', '/customers/new'],
  ])('the page at %s', (subject, path) => {
    const found = explain(inspection, subject)
    expect(found).toMatchObject({ kind: 'page', plugin: 'crm', path, shown: 'maybe' })
    expect(found.checks.find(({ id }) => id === 'page')?.message).toContain('customer.ts at /customers/:id')
  })

  test('for a seed group', () => {
    expect(customersFor('crm_viewer').shown).toBe('yes')
    expect(failed(customersFor('crm_guest'))).toMatchObject({
      id: 'permission',
      message: 'It needs the permission customer.read, which the group crm_guest does not have.',
    })
  })

  test('an address of the host', () => {
    expect(explain(inspection, '/settings').kind).toBe('host')
  })
})
