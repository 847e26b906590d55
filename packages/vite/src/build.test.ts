import { parseManifest, resolveManifest, toPackedPlugin } from '@plugwright/manifest'
import type { Registry } from '@plugwright/runtime'
import { build } from 'vite'
import type { Rolldown } from 'vite'
import { expect, test } from 'vitest'
import { plugwright } from './index.ts'
import {
  buildTestHost,
  createTestHost,
  findFile,
  packageJson,
  startTestServer,
} from './vite-host.test.kit.ts'

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
    '.vite/plugwright.json',
    'assets/index.js',
    'assets/plugins/crm/customers.css',
    'assets/plugins/crm/customers.js',
    'assets/plugins/crm/logo.svg',
    'assets/plugins/crm/pipeline.js',
    'assets/plugins/crm/plugin.js',
    'assets/plugins/finance/pages.js',
    'assets/plugins/finance/plugin.js',
    'assets/plugins/registry.json',
    'assets/vendor.js',
    'index.html',
  ])
  const start = findFile(files, startChunk)
  expect(start).toContain('label:`Customers`,path:`/customers`,permission:`customer.read`,order:10')
  expect(start).toContain('requires:{host:`^1.0.0`}')
  expect(start).not.toContain('pipeline.js')
  expect(start).not.toContain(host.dir)
  // The page's stylesheet is loaded with its script, relative to the document.
  expect(findFile(files, /crm\/plugin-/)).toMatch(/"\.\/customers-[\w-]+\.css"/)
})

test.each(['page', 'plugin'] as const)(
  'the start bundle grows by at most 110 bytes per plugin, and not with its pages: %s',
  async (chunks) => {
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
          const text = `import '../style.css'\n${page(`${name} ${number}`)}`
          sources[`plugins/${name}/frontend/src/pages/page-${number}.ts`] = text
        }
        sources[`plugins/${name}/frontend/src/style.css`] = `.${name} { color: red }\n`
      }
      await using host = await createTestHost(sources)
      const { files } = await buildTestHost(host, { chunks })
      sizes.push(findFile(files, startChunk).length)
    }
    const [few = 0, many = 0, manyPages = 0] = sizes
    // What the navigation shows is data, and not what it costs to merge a plugin.
    const displayName = ',`Plugin 100`'.length
    expect((many - few) / 100 - displayName).toBeLessThanOrEqual(110)
    expect(manyPages).toBe(few)
  },
)

test('many plugins share the files of their second levels', async () => {
  const sources: Record<string, string> = {}
  for (let index = 0; index < 40; index++) {
    sources[`plugins/plugin-${index}/plugin.yaml`] = `name: plugin-${index}\nversion: 0.1.0\n`
    sources[`plugins/plugin-${index}/frontend/src/pages/index.ts`] = page(`page of ${index}`)
  }
  await using host = await createTestHost(sources)
  const { files } = await buildTestHost(host)
  const shared = [...files.keys()].filter((name) => /^assets\/plugins\/pages-[\w-]{8}\.js$/.test(name))
  const own = [...files.keys()].filter((name) => /^assets\/plugins\/[\w-]+\/plugin-[\w-]{8}\.js$/.test(name))
  expect(shared.length).toBeGreaterThan(1)
  expect(shared.length + own.length).toBeLessThan(12)
  // A page stays a file of its plugin's.
  expect(findFile(files, /^assets\/plugins\/plugin-7\/pages-/)).toContain('page of 7')
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

test('a packed plugin is told, and its address has a card', async () => {
  const { manifest } = resolveManifest(parseManifest('name: packed\nversion: 1.0.0\n'), {
    stat: () => undefined,
    list: () => [],
  })
  if (manifest === undefined) throw new Error('The manifest is not valid.')
  const packed = {
    format: 'plugwright/1',
    plugin: toPackedPlugin(manifest),
    frontend: { external: [], pages: [], blocks: [] },
    backend: { routers: [] },
    files: [],
    treeDigest: 'a'.repeat(64),
  }
  await using host = await createTestHost({ 'plugins/packed/manifest.json': JSON.stringify(packed) })
  const { files, logger } = await buildTestHost(host)
  expect(logger.infos).toContain('plugwright  0 plugins · 0 pages · 1 packed')
  expect(logger.warnings.join()).toMatch(/plugins\/packed\/manifest\.json {2}VITE_PREBUILT_UNSUPPORTED/)
  expect(findFile(files, startChunk)).toMatch(
    /problems:\[\{plugin:`packed`,code:`VITE_PREBUILT_UNSUPPORTED`,message:`[^`]*`\}/,
  )
})

const ownPage = {
  'plugins/own/plugin.yaml': 'name: own\nversion: 1.0.0\n',
  'plugins/own/frontend/src/pages/index.ts': page('own'),
}

test('vite build --watch follows the manifests', async () => {
  await using host = await createTestHost(ownPage)
  const texts: string[] = []
  const watcher = (await build({
    root: host.dir,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      plugwright(),
      { name: 'texts', writeBundle: (_options, bundle) => void texts.push(JSON.stringify(bundle)) },
    ],
    build: { watch: {} },
  })) as Rolldown.RolldownWatcher
  try {
    await expect.poll(() => texts).toHaveLength(1)
    await expect
      .poll(
        async () => {
          // The watcher of the bundler may start after the first build is written.
          await host.write({ 'plugins/own/plugin.yaml': 'name: own\nversion: 1.0.1\n' })
          return texts.at(-1)
        },
        { timeout: 5000, interval: 200 },
      )
      .toContain('`1.0.1`')
  } finally {
    await watcher.close()
  }
})

test('a build that does not watch names no manifest as watched', async () => {
  await using host = await createTestHost(ownPage)
  const watched: string[] = []
  const plugins = plugwright()
  const { load } = plugins.find(({ name }) => name === 'plugwright:virtual') ?? {}
  if (typeof load !== 'object') throw new Error('The plugin has no hook.')
  const { handler } = load
  load.handler = function (this: Rolldown.PluginContext, ...given) {
    this.addWatchFile = (file) => void watched.push(file)
    return Reflect.apply(handler, this, given)
  }
  await buildTestHost(host, {}, { plugins })
  expect(watched).toEqual([])
})

test('a server build gets a registry without plugins', async () => {
  await using host = await createTestHost({
    ...ownPage,
    'server.ts': "export { registry } from 'virtual:plugwright'\n",
  })
  const { files } = await buildTestHost(host, {}, { build: { ssr: 'server.ts' } })
  expect([...files.values()].join()).toMatch(/"plugins": \[\]/)
  expect([...files.keys()]).toEqual(['server.js'])
})

test('a server build carries the runtime where the host has only the adapter', async () => {
  await using host = await createTestHost({
    ...ownPage,
    'server.ts': "export { registry } from 'virtual:plugwright'\n",
  })
  await host.write({ 'node_modules/@plugwright/runtime': undefined })
  const { files } = await buildTestHost(host, {}, { build: { ssr: 'server.ts' } })
  expect(findFile(files, /server/)).not.toContain('"@plugwright/runtime"')

  await using dev = await startTestServer(host)
  const { registry } = (await dev.server.ssrLoadModule('/server.ts')) as { registry: Registry }
  expect(registry.getSnapshot().plugins).toEqual([])
})

test('with a chunk per plugin, a package that only plugins share is in none of theirs', async () => {
  const pageOfVue = "import { version } from 'vue'\nimport './page.css'\nexport const mount = () => version\n"
  const plugins = ['one', 'two'].flatMap((name) => [
    [`plugins/${name}/plugin.yaml`, `name: ${name}\nversion: 1.0.0\n`],
    [`plugins/${name}/frontend/src/pages/index.ts`, pageOfVue],
    [`plugins/${name}/frontend/src/pages/page.css`, `.${name} { color: red }\n`],
  ])
  await using host = await createTestHost({
    'node_modules/vue/package.json': packageJson('vue', '3.0.0'),
    'node_modules/vue/index.js': "export const version = 'the one Vue'\n",
    ...(Object.fromEntries(plugins) as Record<string, string>),
  })
  const { files } = await buildTestHost(host, { chunks: 'plugin' })
  const withVue = [...files].filter(([, text]) => text.includes('the one Vue')).map(([name]) => name)
  expect(withVue).toEqual([expect.stringMatching(/^assets\/shared-vue-[\w-]+\.js$/)])
  expect(
    [...files.keys()].filter((name) => /^assets\/plugins\/(?:one|two)\/.*\.css$/.test(name)),
  ).toHaveLength(2)
})
