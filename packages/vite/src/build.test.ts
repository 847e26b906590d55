import { expect, test } from 'vitest'
import { buildTestHost, createTestHost, findFile } from './vite-host.test.kit.ts'

const page = (text: string): string => `export function mount(element) { element.textContent = '${text}' }\n`

const startChunk = /^assets\/index-[\w-]+\.js$/

test('two plugins with a page, a block, CSS and an asset', async () => {
  await using host = await createTestHost({
    'plugins/crm/plugin.yaml': `name: crm
version: 0.1.0
display_name: CRM
nav: [{ label: Customers, path: /crm/customers, permission: customer.read, order: 10 }]
permissions: [customer.read]
`,
    'plugins/crm/frontend/src/pages/customers/index.ts': `import './customers.css'\nimport logo from '../../logo.svg'\n${page('customers')}console.log(logo)`,
    'plugins/crm/frontend/src/pages/customers/customers.css': '.crm { color: red }',
    'plugins/crm/frontend/src/logo.svg': `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(2000)}</svg>`,
    'plugins/crm/frontend/src/blocks/dashboard/pipeline.ts': page('pipeline'),
    'data/plugins/finance/plugin.yaml': 'name: finance\nversion: 0.2.0\nrequires: { host: ^1.0.0 }\n',
    'data/plugins/finance/frontend/src/pages/index.ts': page('ledger'),
  })
  const { files, logger } = await buildTestHost(
    host,
    { roots: ['plugins', 'data/plugins'], slots: { dashboard: {} } },
    { base: './' },
  )

  expect(logger.infos).toContain('plugwright  2 plugins · 2 pages')
  const names = [...files.keys()].map((name) => name.replace(/-[\w-]{8}\./, '.')).sort()
  expect(names).toEqual([
    'assets/index.js',
    'assets/plugins/crm/customers.css',
    'assets/plugins/crm/customers.js',
    'assets/plugins/crm/logo.svg',
    'assets/plugins/crm/pipeline.js',
    'assets/plugins/crm/plugin.js',
    'assets/plugins/finance/pages.js',
    'assets/plugins/finance/plugin.js',
    'assets/vendor.js',
    'index.html',
  ])
  const start = findFile(files, startChunk)
  expect(start).toContain('label:`Customers`,path:`/crm/customers`,permission:`customer.read`,order:10')
  expect(start).toContain('requires:{host:`^1.0.0`}')
  expect(start).not.toContain('pipeline.js')
  expect(start).not.toContain(host.dir)
  // The page's stylesheet is loaded with its script, relative to the document.
  expect(findFile(files, /crm\/plugin-/)).toMatch(/"\.\/customers-[\w-]+\.css"/)
})

test('the start bundle grows by at most 110 bytes per plugin, and not with its pages', async () => {
  const sizes: number[] = []
  for (const { plugins, pages } of [
    { plugins: 10, pages: 1 },
    { plugins: 110, pages: 1 },
    { plugins: 10, pages: 6 },
  ]) {
    const sources: Record<string, string> = {}
    for (let index = 0; index < plugins; index++) {
      const name = `plugin-${String(index).padStart(3, '0')}`
      sources[`plugins/${name}/plugin.yaml`] =
        `name: ${name}\nversion: 0.1.0\ndisplay_name: Plugin ${index + 100}\n`
      for (let number = 0; number < pages; number++) {
        sources[`plugins/${name}/frontend/src/pages/page-${number}.ts`] = page(`${name} ${number}`)
      }
    }
    await using host = await createTestHost(sources)
    const { files } = await buildTestHost(host)
    sizes.push(findFile(files, startChunk).length)
  }
  const [few = 0, many = 0, manyPages = 0] = sizes
  expect((many - few) / 100).toBeLessThanOrEqual(110)
  expect(manyPages).toBe(few)
})

test('a broken manifest is left out and told, without a place or a folder of the machine', async () => {
  await using host = await createTestHost({
    'plugins/good/plugin.yaml': 'name: good\nversion: 1.0.0\n',
    'plugins/good/frontend/src/pages/index.ts': page('good'),
    'plugins/bad/plugin.yaml': 'name: bad\nversion: 1.0\n',
    'data/good/plugin.yaml': 'name: good\nversion: 0.9.0\n',
  })
  const { files, logger } = await buildTestHost(host, { roots: ['plugins', 'data'] })
  expect(logger.infos).toContain('plugwright  1 plugin · 1 page · 1 shadowed · 1 broken')
  expect(logger.warnings.join()).toMatch(/plugins\/bad\/plugin\.yaml:2:10 {2}MANIFEST_WRONG_TYPE/)
  const start = findFile(files, startChunk)
  expect(start).toMatch(/problems:\[\{plugin:`bad`,code:`MANIFEST_WRONG_TYPE`,message:`[^`]*`\}/)
  expect(start).toMatch(/plugin:`good`,code:`PLUGIN_SHADOWED`,message:`[^`]*`,severity:`warning`/)
  expect(start).not.toContain(host.dir)
})

test.each([
  { chunks: 'page', renamed: 3 },
  { chunks: 'plugin', renamed: 2 },
] as const)('an edited page renames $renamed files with chunks: $chunks', async ({ chunks, renamed }) => {
  const sources: Record<string, string> = {}
  for (const name of ['alpha', 'beta', 'gamma']) {
    sources[`plugins/${name}/plugin.yaml`] = `name: ${name}\nversion: 1.0.0\n`
    sources[`plugins/${name}/frontend/src/pages/index.ts`] = `import '../style.css'\n${page(name)}`
    sources[`plugins/${name}/frontend/src/pages/other.ts`] = `import '../style.css'\n${page(`${name} other`)}`
    sources[`plugins/${name}/frontend/src/style.css`] = `.${name} { color: red }\n`
  }
  await using host = await createTestHost(sources)
  const before = await buildTestHost(host, { chunks })
  await host.write({
    'plugins/beta/frontend/src/pages/other.ts': `import '../style.css'\n${page('edited')}`,
  })
  const after = await buildTestHost(host, { chunks })
  const names = [...after.files.keys()].filter((name) => !before.files.has(name))
  expect(names, names.join()).toHaveLength(renamed)
})

const brokenPage = {
  'plugins/own/plugin.yaml': 'name: own\nversion: 1.0.0\n',
  'plugins/own/frontend/src/pages/index.ts': page('own'),
  'data/guest/plugin.yaml': 'name: guest\nversion: 1.0.0\n',
  'data/guest/frontend/src/pages/index.ts': page('guest'),
  'data/guest/frontend/src/pages/syntax.ts': 'export function mount( {\n',
  'data/guest/frontend/src/pages/helper.ts':
    "import { half } from '../lib/half.ts'\nexport const mount = half\n",
  'data/guest/frontend/src/lib/half.ts': "import './nowhere.ts'\nexport const half = 1\n",
  'data/guest/frontend/src/pages/name.ts':
    "import { whole } from '../lib/whole.ts'\nexport const mount = whole\n",
  'data/guest/frontend/src/lib/whole.ts': 'export const hole = 1\n',
}

test.each([true, 'install'] as const)('strict: %s fails for broken code', async (strict) => {
  await using host = await createTestHost(brokenPage)
  const roots = strict === 'install' ? ['data', 'plugins'] : ['plugins', 'data']
  await expect(buildTestHost(host, { roots, strict })).rejects.toThrow(/syntax\.ts/)
})

test.each([false, 'install'] as const)('strict: %s leaves out a page of broken code', async (strict) => {
  await using host = await createTestHost(brokenPage)
  const { files, logger } = await buildTestHost(host, { roots: ['plugins', 'data'], strict })
  const warnings = logger.warnings.join()
  expect(warnings).toMatch(/data\/guest\/frontend\/src\/pages\/syntax\.ts:2:1 {2}VITE_SYNTAX_ERROR/)
  expect(warnings).toMatch(/data\/guest\/frontend\/src\/lib\/half\.ts:1:8 {2}VITE_UNRESOLVED_IMPORT/)
  expect(warnings).toMatch(/data\/guest\/frontend\/src\/pages\/name\.ts:1:10 {2}VITE_MISSING_EXPORT/)
  expect(logger.infos).toContain('plugwright  2 plugins · 5 pages · 1 broken')
  expect(findFile(files, /guest\/helper-/)).toContain(
    'throw Error(`The import "./nowhere.ts" leads to nothing. (frontend/src/lib/half.ts:1:8)`)',
  )
  expect(findFile(files, /guest\/pages-/)).toContain('guest')
  expect(findFile(files, startChunk)).toContain('code:`VITE_MISSING_EXPORT`')
})

test('one chunk per plugin', async () => {
  await using host = await createTestHost(brokenPage)
  const { files } = await buildTestHost(host, { chunks: 'plugin' })
  const names = [...files.keys()]
    .filter((name) => name.includes('plugins/'))
    .map((name) => name.replace(/-[\w-]{8}\./, '.'))
  expect(names).toEqual(['assets/plugins/own/own.js'])
})

test('names and groups of the user stay', async () => {
  await using host = await createTestHost(brokenPage)
  const output = { chunkFileNames: 'js/[name].js', codeSplitting: { groups: [{ name: 'own', test: /lib/ }] } }
  const { files } = await buildTestHost(host, {}, { build: { rolldownOptions: { output } } })
  expect([...files.keys()]).toContain('js/vendor.js')
})

test('a build without chunk groups says so', async () => {
  await using host = await createTestHost(brokenPage)
  const output = { codeSplitting: false }
  const { logger } = await buildTestHost(host, {}, { build: { rolldownOptions: { output } } })
  expect(logger.warnings.join()).toContain('VITE_CHUNKS_LEFT_ALONE')
})

test('a server build gets a registry without plugins', async () => {
  await using host = await createTestHost({
    ...brokenPage,
    'server.ts': "export { registry } from 'virtual:plugwright'\n",
  })
  const { files } = await buildTestHost(host, {}, { build: { ssr: 'server.ts' } })
  expect([...files.values()].join()).toMatch(/"plugins": \[\]/)
  expect([...files.keys()]).toEqual(['server.js'])
})
