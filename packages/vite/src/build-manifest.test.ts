import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { InlineConfig } from 'vite'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { plugwright } from './index.ts'
import type { BuildManifest, PlugwrightOptions } from './index.ts'
import { buildTestHost, createTestHost, packageJson } from './vite-host.test.kit.ts'
import type { TestHost } from './vite-host.test.kit.ts'

const page = (text: string): string => `export function mount(element) { element.textContent = '${text}' }\n`

const crm = 'plugins/crm/frontend/src'

/** Two plugins that bring one package both, and one of them another one. */
const sources = {
  'node_modules/both/package.json': packageJson('both', '3.0.0', { license: 'MIT' }),
  'node_modules/both/index.js': 'export const both = () => "both"\n',
  'node_modules/react/package.json': packageJson('react', '19.0.0', {
    exports: { '.': './index.js', './jsx-runtime': { 'react-server': './no.js', default: './jsx.js' } },
  }),
  'node_modules/react/index.js': 'export const version = 19\n',
  'node_modules/react/jsx.js': 'export const jsx = () => 1\n',
  'style.css': 'body { margin: 0 }\n',
  'main.ts':
    "import './style.css'\nimport { registry } from 'virtual:plugwright'\nObject.assign(globalThis, { registry })\n",

  'plugins/crm/plugin.yaml': 'name: crm\nversion: 0.1.0\nfrontend_entry: frontend/src/setup.ts\n',
  'plugins/crm/node_modules/chart/package.json': packageJson('chart', '2.1.0', {
    licenses: [{ type: 'ISC' }, { type: 'MIT' }],
  }),
  'plugins/crm/node_modules/chart/index.js': 'export const chart = () => "chart"\n',
  [`${crm}/setup.ts`]: 'export default { setup() { console.log("setup") } }\n',
  [`${crm}/pages/customers/index.ts`]: [
    "import { both } from 'both'",
    "import { chart } from 'chart'",
    "import logo from '../../logo.svg'",
    "import { table } from '../../table.ts'",
    "import './customers.css'",
    `${page('customers')}console.log(logo, table, chart(), both())`,
  ].join('\n'),
  [`${crm}/pages/customers/customers.css`]: '.crm { color: red }\n',
  [`${crm}/pages/other.ts`]: `import { table } from '../table.ts'\n${page('other')}console.log(table)\nvoid import('../later.ts')\n`,
  [`${crm}/later.ts`]: "import { jsx } from 'react/jsx-runtime'\nexport const later = jsx()\n",
  [`${crm}/table.ts`]:
    "import { version } from 'react'\nimport './table.css'\nexport const table = [version]\n",
  [`${crm}/table.css`]: '.crm-table { color: blue }\n',
  [`${crm}/logo.svg`]: `<svg xmlns="http://www.w3.org/2000/svg">${'<g/>'.repeat(2000)}</svg>`,
  [`${crm}/blocks/dashboard/pipeline.ts`]: page('pipeline'),

  'data/finance/plugin.yaml': 'name: finance\nversion: 0.2.0\n',
  'data/finance/frontend/src/pages/index.ts': `import { both } from 'both'\n${page('ledger')}console.log(both())\n`,
}

const options: PlugwrightOptions = { roots: ['plugins', 'data'], slots: { dashboard: {} } }

async function readManifest(
  host: TestHost,
  changed: PlugwrightOptions = {},
  config: InlineConfig = {},
): Promise<BuildManifest> {
  const { files } = await buildTestHost(host, { ...options, ...changed }, config)
  return JSON.parse(files.get('.vite/plugwright.json') ?? '') as BuildManifest
}

/** The names without the hash of the content. */
function toPlain(names: readonly string[]): readonly string[] {
  return names.map((name) => name.replace(/^assets\//, '').replace(/-[\w-]{8}\./, '.'))
}

test('says what became of each plugin', async () => {
  await using host = await createTestHost(sources)
  const { start, plugins, files, ...rest } = await readManifest(host)
  expect(rest).toEqual({ format: 'plugwright-host-build/1', base: '/' })
  expect(Object.keys(start)).toEqual(['index.html'])
  expect(toPlain(start['index.html']?.files ?? [])).toEqual(['index.js', 'vendor.js', 'index.css'])

  const { crm: described, finance } = plugins
  if (described === undefined || finance === undefined) throw new Error('A plugin is missing.')
  expect(described.version).toBe('0.1.0')
  expect(described.chunks.map(({ file, kinds, modules }) => [toPlain([file])[0], kinds, modules])).toEqual([
    [
      'plugins/crm/customers.js',
      ['page'],
      [
        'frontend/src/logo.svg',
        'frontend/src/pages/customers/customers.css',
        'frontend/src/pages/customers/index.ts',
      ],
    ],
    ['plugins/crm/later.js', ['common'], ['frontend/src/later.ts']],
    ['plugins/crm/other.js', ['page'], ['frontend/src/pages/other.ts']],
    ['plugins/crm/pipeline.js', ['block'], ['frontend/src/blocks/dashboard/pipeline.ts']],
    [toPlain([described.level])[0], ['level'], []],
    ['plugins/crm/setup.js', ['setup'], ['frontend/src/setup.ts']],
    ['plugins/crm/table.js', ['common'], ['frontend/src/table.css', 'frontend/src/table.ts']],
  ])
  expect(toPlain(described.css)).toEqual(['plugins/crm/customers.css', 'plugins/crm/table.css'])
  expect(toPlain(described.assets)).toEqual(['plugins/crm/logo.svg'])
  expect(described.shared).toEqual([
    { name: 'react', ids: ['react', 'react/jsx-runtime'], version: '19.0.0' },
  ])
  expect(described.packages).toEqual([
    { name: 'both', version: '3.0.0', license: 'MIT' },
    { name: 'chart', version: '2.1.0', license: '(ISC OR MIT)' },
  ])
  expect(finance.packages).toEqual([{ name: 'both', version: '3.0.0', license: 'MIT' }])

  const [customers] = described.pages
  expect(customers).toMatchObject({ path: '/customers', module: 'frontend/src/pages/customers/index.ts' })
  // The level, what setup needs, the page and its imports, and the stylesheets in the order of evaluation.
  expect(toPlain(customers?.files ?? []).slice(1)).toEqual([
    'plugins/crm/setup.js',
    'plugins/crm/customers.js',
    'both.js',
    'plugins/crm/table.js',
    'plugins/crm/table.css',
    'plugins/crm/customers.css',
  ])
  expect(customers?.bytes).toBe(customers?.files.reduce((sum, name) => sum + (files[name]?.bytes ?? 0), 0))
  expect(described.blocks).toMatchObject([
    { slot: 'dashboard', id: 'pipeline', module: 'frontend/src/blocks/dashboard/pipeline.ts' },
  ])
  expect(Object.values(files).some(({ gzip }) => gzip !== undefined)).toBe(false)
  expect(JSON.stringify(plugins)).not.toContain(host.dir)
})

test('with one chunk per plugin, that chunk is everything', async () => {
  await using host = await createTestHost(sources)
  const { files: written } = await buildTestHost(host, { ...options, chunks: 'plugin' })
  const { plugins, files } = JSON.parse(written.get('.vite/plugwright.json') ?? '') as BuildManifest
  expect(plugins['crm']?.chunks).toMatchObject([{ kinds: ['level', 'setup', 'page', 'block'] }])
  expect(plugins['crm']?.total.files).toHaveLength(2)
  expect(plugins['crm']?.pages[0]?.files).toEqual(plugins['crm']?.pages[1]?.files)
  // Also of the script, whose list of stylesheets is written last.
  for (const name of plugins['crm']?.total.files ?? [])
    expect(files[name]?.bytes).toBe(written.get(name)?.length)
})

test.each([
  {},
  { base: './' },
  { base: 'https://cdn.example.com/app/' },
  { build: { sourcemap: true } },
  { build: { sourcemap: 'inline' } },
  { build: { minify: false, cssCodeSplit: false } },
] satisfies InlineConfig[])(
  'sizes and digests are those of the written files: %j',
  async (config: InlineConfig) => {
    await using host = await createTestHost(sources)
    await build({
      root: host.dir,
      configFile: false,
      logLevel: 'silent',
      plugins: [plugwright({ ...options, budget: {} })],
      ...config,
    })
    const dist = join(host.dir, 'dist')
    const manifest = JSON.parse(await readFile(join(dist, '.vite/plugwright.json'), 'utf8')) as BuildManifest
    const names = Object.keys(manifest.files)
    expect(names.length).toBeGreaterThan(10)
    for (const [name, file] of Object.entries(manifest.files)) {
      const content = await readFile(join(dist, name))
      const { bytes, integrity, gzip } = file
      expect({ name, bytes, integrity, gzip }).toEqual({
        name,
        bytes: content.length,
        integrity: `sha384-${createHash('sha384').update(content).digest('base64')}`,
        gzip: name.endsWith('.svg') ? undefined : gzipSync(content).length,
      })
    }
    // Nothing that a page could need is left unnamed.
    const written = (await readdir(dist, { recursive: true })).filter((name) => /\.(?:js|css)$/.test(name))
    expect(written.filter((name) => !names.includes(name))).toEqual([])
  },
)

test('several documents: what all that show plugins have loaded is not counted for a page', async () => {
  await using host = await createTestHost({
    ...sources,
    'shared.ts': "import 'virtual:plugwright'\nexport const shared = 'for both'\n",
    'main.ts': "import { shared } from './shared.ts'\nconsole.log(shared)\n",
    'admin.ts': "import { shared } from './shared.ts'\nconsole.log(shared, 'admin')\n",
    'admin.html': '<script type="module" src="/admin.ts"></script>',
    'plain.html': '<script type="module" src="/plain.ts"></script>',
    'plain.ts': 'console.log("no plugins here")\n',
  })
  const input = ['index.html', 'admin.html', 'plain.html'].map((name) => join(host.dir, name))
  const { start, plugins } = await readManifest(host, {}, { build: { rolldownOptions: { input } } })
  expect(Object.keys(start)).toEqual(['admin.html', 'index.html', 'plain.html'])
  expect(toPlain(start['plain.html']?.files ?? [])).not.toContain('vendor.js')
  const needed = toPlain(plugins['finance']?.pages[0]?.files ?? [])
  expect(needed.filter((name) => !name.startsWith('plugins/finance/'))).toEqual(['both.js'])
})

test('a document without plugins names none', async () => {
  await using host = await createTestHost({ ...sources, 'main.ts': 'console.log("no plugins")\n' })
  expect((await readManifest(host)).plugins).toEqual({})
})

test('each output has a manifest, also in one folder', async () => {
  await using host = await createTestHost(sources)
  const output = [
    { dir: join(host.dir, 'out/a') },
    { dir: join(host.dir, 'out/b'), chunkFileNames: 'js/[name].js' },
    { dir: join(host.dir, 'out/b'), entryFileNames: 'again/[name].js', chunkFileNames: 'again/[name].js' },
  ]
  await buildTestHost(host, options, { build: { write: true, rolldownOptions: { output } } })
  const readLevel = async (name: string): Promise<string | undefined> => {
    const text = await readFile(join(host.dir, 'out', name), 'utf8')
    return (JSON.parse(text) as BuildManifest).plugins['crm']?.chunks[0]?.file
  }
  expect(await readLevel('a/.vite/plugwright.json')).toMatch(/^assets\/plugins\/crm\//)
  expect(await readLevel('b/.vite/plugwright.json')).toMatch(/^js\//)
  expect(await readLevel('b/.vite/plugwright-2.json')).toMatch(/^again\//)
})

test('what is larger than its budget fails the build before anything is written', async () => {
  await using host = await createTestHost({ ...sources, 'dist/earlier.js': '' })
  const budget = { page: '0.2 kB', start: '1 MB', plugin: 100, level: '1 KiB' }
  const failure = await buildTestHost(host, { ...options, budget }, { build: { write: true } }).catch(String)
  expect(failure).toContain('The build is larger than the option budget allows.')
  expect(failure).toMatch(
    /plugins\/crm\/plugin\.yaml {2}VITE_OVER_BUDGET\s+The page \/customers of the plugin crm has [\d,]+ bytes after gzip, and the budget is 200\. The largest files: assets\/plugins\/crm\/\S+ \(\d+\), /,
  )
  expect(failure).toMatch(/The plugin finance has \d+ bytes after gzip, and the budget is 100/)
  expect(failure).toContain('or raise `budget.page`.')
  expect(failure).not.toContain('index.html loads first')
  expect(await readdir(join(host.dir, 'dist'))).toEqual([])
})

test('with fail: false it is told and written', async () => {
  await using host = await createTestHost(sources)
  const budget = { start: 10, level: '5 B', fail: false }
  const { files, logger } = await buildTestHost(host, { ...options, budget })
  const warnings = logger.warnings.join('\n')
  expect(warnings).toMatch(/VITE_OVER_BUDGET \(warning\)\s+What index\.html loads first has [\d,]+ bytes/)
  expect(warnings).toMatch(
    /The list of the pages of the plugin crm has \d+ bytes after gzip, and the budget is 5/,
  )
  const { plugins } = JSON.parse(files.get('.vite/plugwright.json') ?? '') as BuildManifest
  expect(plugins['crm']?.total.gzip).toBeGreaterThan(0)
})
