import { realpath } from 'node:fs/promises'
import { SourceMap } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageJson, buildTestHost, createTestHost, startTestServer } from './vite-host.test.kit.ts'

const src = 'plugins/crm/frontend/src'

const sources = {
  'index.html': '<head><title>host</title></head><script type="module" src="/main.ts"></script>',
  'main.ts': "import './host.css'\nimport 'virtual:plugwright'\n",
  'host.css': '.host { color: red }\n',
  'node_modules/grid/package.json': packageJson('grid', '1.0.0', { exports: { './*': './*' } }),
  'node_modules/grid/grid.css': '.grid { display: grid }\n',

  'plugins/crm/plugin.yaml': 'name: crm\nversion: 1.0.0\n',
  [`${src}/pages/index.ts`]: [
    "import 'grid/grid.css'",
    "import './page.css'",
    "import './nested.scss'",
    "import { card } from './card.module.css'",
    "import text from './text.css?inline'",
    'export const mount = (element) => { element.className = card; console.log(text) }',
  ].join('\n'),
  [`${src}/pages/page.css`]: [
    '@charset "utf-8";',
    '@import "https://fonts.example/inter.css";',
    '@import "./imported.css";',
    '.page { color: red }',
    '',
  ].join('\n'),
  [`${src}/pages/imported.css`]: '.imported { color: red }\n',
  [`${src}/pages/nested.scss`]: '.outer {\n  .inner { margin: 0 }\n}\n',
  [`${src}/pages/card.module.css`]: '.card { color: red }\n',
  [`${src}/pages/text.css`]: '.text { color: red }\n',
  'plugins/ads/plugin.yaml': 'name: ads\nversion: 1.0.0\n',
  'plugins/ads/frontend/src/pages/index.ts': "import './ads.css'\nexport const mount = () => {}\n",
  'plugins/ads/frontend/src/pages/ads.css': '.ads { color: red }\n',
}

test.each(['postcss', 'lightningcss'] as const)(
  'a build puts the CSS of each plugin, of all kinds, into its layer: %s',
  async (transformer) => {
    await using host = await createTestHost(sources)
    // As a host installs a preprocessor.
    await host.link(
      await realpath(join(import.meta.dirname, '../../rollup/node_modules/sass')),
      'node_modules/sass',
    )
    const { files } = await buildTestHost(host, { layers: true }, { css: { transformer } })
    const sheets = [...files].filter(([name]) => name.endsWith('.css'))
    const sheetOf = (name: string): string => sheets.find(([file]) => file.includes(name))?.[1].trim() ?? ''

    expect(sheetOf('assets/index-')).toBe('.host{color:red}')
    expect(sheetOf('plugins/ads/')).toBe('@layer plugwright.ads{.ads{color:red}}')
    const crm = sheetOf('plugins/crm/')
    expect(crm).toMatch(/^@import "https:\/\/fonts\.example\/inter\.css" layer\(plugwright\.crm\);/)
    expect(crm).toContain('@layer plugwright.--packages{.grid{display:grid}}')
    expect(crm).toContain('.outer .inner{margin:0}')
    expect(crm.match(/@layer plugwright\.crm\{/g)).toHaveLength(1)
    expect([...files].find(([name]) => /crm\/pages-.*js$/.test(name))?.[1]).toContain(
      '@layer plugwright.crm{.text{color:red}}',
    )
    // The first plugin wins over later ones.
    expect(files.get('index.html')).toMatch(/<head>\s*<style>@layer plugwright\{@layer --packages,crm,ads\}</)
  },
)

test('a host that names the layer among its own decides where it stands', async () => {
  const style = '<style>@layer reset, plugwright, overrides;</style>'
  await using host = await createTestHost(sources)
  await using server = await startTestServer(host, { layers: true })
  const html = await server.server.transformIndexHtml('/', `<head>${style}</head>`)
  expect(html.indexOf('reset, plugwright')).toBeGreaterThan(-1)
  expect(html.indexOf('@layer plugwright{')).toBeGreaterThan(html.indexOf('reset, plugwright'))
})

test('in development each rule keeps its place in the source map', async () => {
  await using host = await createTestHost(sources)
  await using server = await startTestServer(host, { layers: true }, { css: { devSourcemap: true } })
  const code = await server.fetch(`/${src}/pages/page.css`)
  const css = JSON.parse(/__vite__css = (".*")$/m.exec(code)?.[1] ?? '""') as string
  expect(css).toContain('@layer plugwright.crm{')
  const [, encoded = ''] = /sourceMappingURL=data:application\/json;base64,([\w+/=]+)/.exec(css) ?? []
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, 'base64').toString()) as never)
  const line = css.split('\n').findIndex((text) => text.includes('.page'))
  expect(map.findEntry(line, 0)).toMatchObject({ originalLine: 3 })
})

test('without the option stylesheets stay as they are', async () => {
  await using host = await createTestHost(sources)
  await using server = await startTestServer(host)
  expect(await server.fetch(`/${src}/pages/imported.css`)).not.toContain('@layer')
  expect(await server.server.transformIndexHtml('/', '<head></head>')).not.toContain('@layer')
})
