import { expect, test } from 'vitest'
import { buildTestHost, createTestHost } from './vite-host.test.kit.ts'

const page = (text: string): string => `export function mount(element) { element.textContent = '${text}' }\n`

test.each([
  // Vite hashes the names of its stylesheets into a script, so the page is renamed with its stylesheet.
  { chunks: 'page', renamed: { page: 3, sheet: 4 } },
  { chunks: 'plugin', renamed: { page: 2, sheet: 3 } },
] as const)('edits rename few files: $renamed with chunks: $chunks', async ({ chunks, renamed }) => {
  const sources: Record<string, string> = {}
  for (const name of ['alpha', 'beta', 'gamma']) {
    const pages = `plugins/${name}/frontend/src/pages`
    sources[`plugins/${name}/plugin.yaml`] = `name: ${name}\nversion: 1.0.0\n`
    sources[`${pages}/index.ts`] = `import '../style.css'\n${page(name)}`
    sources[`${pages}/other.ts`] = `import '../style.css'\nimport './other.css'\n${page(`${name} other`)}`
    sources[`${pages}/other.css`] = `.${name}-other { color: red }\n`
    sources[`plugins/${name}/frontend/src/style.css`] = `.${name} { color: red }\n`
  }
  await using host = await createTestHost(sources)
  let known = new Set((await buildTestHost(host, { chunks })).files.keys())

  async function listRenamed(file: string, text: string): Promise<string[]> {
    await host.write({ [`plugins/beta/frontend/src/pages/${file}`]: text })
    const names = new Set((await buildTestHost(host, { chunks })).files.keys())
    const changed = [...names].filter((name) => !known.has(name))
    known = names
    return changed
  }

  const edited = `import '../style.css'\nimport './other.css'\n${page('edited')}`
  expect(await listRenamed('other.ts', edited)).toHaveLength(renamed.page)
  expect(await listRenamed('other.css', '.beta-other { color: blue }\n')).toHaveLength(renamed.sheet)
})

test.each(['page', 'plugin'] as const)(
  'stylesheets are beside their plugin with chunks: %s',
  async (chunks) => {
    const sources: Record<string, string> = {}
    for (const name of ['alpha', 'beta']) {
      sources[`plugins/${name}/plugin.yaml`] = `name: ${name}\nversion: 1.0.0\n`
      sources[`plugins/${name}/frontend/src/${name}.css`] = `.${name} { color: red }\n`
      for (const file of ['index', 'other']) {
        const text = `import '../${name}.css'\nimport './${file}.css'\n${page(`${name} ${file}`)}`
        sources[`plugins/${name}/frontend/src/pages/${file}.ts`] = text
        sources[`plugins/${name}/frontend/src/pages/${file}.css`] = `.${name}-${file} { color: red }\n`
      }
    }
    await using host = await createTestHost(sources)
    const { files } = await buildTestHost(host, { chunks })
    const sheets = [...files.keys()].filter((name) => name.endsWith('.css'))
    expect(sheets.length).toBeGreaterThan(1)
    for (const name of sheets) {
      const [, owner] = /^assets\/plugins\/(\w+)\//.exec(name) ?? []
      expect(files.get(name)).toContain(`.${owner}`)
    }
  },
)

const files = {
  'plugins/own/plugin.yaml': 'name: own\nversion: 1.0.0\n',
  'plugins/own/frontend/src/pages/index.ts': page('own'),
  'plugins/own/frontend/src/pages/other.ts': page('other'),
}

test('one chunk per plugin', async () => {
  await using host = await createTestHost(files)
  const built = await buildTestHost(host, { chunks: 'plugin' })
  const names = [...built.files.keys()]
    .filter((name) => name.includes('plugins/own/'))
    .map((name) => name.replace(/-[\w-]{8}\./, '.'))
  expect(names).toEqual(['assets/plugins/own/own.js'])
})

test('names and groups of the user stay', async () => {
  await using host = await createTestHost(files)
  const output = { chunkFileNames: 'js/[name].js', codeSplitting: { groups: [{ name: 'own', test: /lib/ }] } }
  const built = await buildTestHost(host, {}, { build: { rolldownOptions: { output } } })
  expect([...built.files.keys()]).toContain('js/vendor.js')
})

test('a build without chunk groups says so', async () => {
  await using host = await createTestHost(files)
  const output = { codeSplitting: false }
  const { logger } = await buildTestHost(host, {}, { build: { rolldownOptions: { output } } })
  expect(logger.warnings.join()).toContain('VITE_CHUNKS_LEFT_ALONE')
})
