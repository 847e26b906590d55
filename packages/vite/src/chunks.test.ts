import type { BuildOptions, Rolldown } from 'vite'
import { expect, test } from 'vitest'
import type { PlugwrightOptions } from './index.ts'
import { buildTestHost, createTestHost, findFile } from './vite-host.test.kit.ts'

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

/** What `build.rolldownOptions.output` makes of two pages that share a file. */
async function buildWith(
  output: Rolldown.OutputOptions | Rolldown.OutputOptions[],
  { chunks = 'page', ...build }: BuildOptions & Pick<PlugwrightOptions, 'chunks'> = {},
): Promise<{
  readonly names: readonly string[]
  readonly files: ReadonlyMap<string, string>
  readonly warnings: string
}> {
  await using host = await createTestHost({
    ...files,
    'plugins/own/frontend/src/pages/other.ts': `import '../shared.ts'\n${page('other')}`,
    'plugins/own/frontend/src/pages/index.ts': `import '../shared.ts'\nimport './index.css'\n${page('own')}`,
    'plugins/own/frontend/src/pages/index.css': '.own { color: red }\n',
    'plugins/own/frontend/src/shared.ts': "console.log('shared by pages')\n",
  })
  const built = await buildTestHost(host, { chunks }, { build: { ...build, rolldownOptions: { output } } })
  return {
    names: [...built.files.keys()]
      .map((name) => name.replace(/-[\w-]{8}\./, '.'))
      .filter((name) => !name.startsWith('.vite/')),
    files: built.files,
    warnings: built.logger.warnings.join('\n'),
  }
}

test.each(['codeSplitting', 'advancedChunks'])("names and groups of the user's %s stay", async (key) => {
  const groups = [{ name: 'mine', test: /shared\.ts$/ }]
  const { files: built, names } = await buildWith({ chunkFileNames: 'js/[name].js', [key]: { groups } })
  expect(built.get('js/mine.js')).toContain('shared by pages')
  expect(names).toContain('js/vendor.js')
})

test("a page that the user's group takes from the chunk of its plugin keeps its stylesheet", async () => {
  const groups = [{ name: 'mine', test: /pages\/index\.(?:ts|css)$/ }]
  const { files: built } = await buildWith({ codeSplitting: { groups } }, { chunks: 'plugin' })
  const sheet = [...built.keys()].find((name) => name.endsWith('.css'))
  expect(findFile(built, /own\/own-.*js$/)).toContain(`"${sheet}"`)
  expect(findFile(built, /\/index-.*js$/)).not.toContain('.css')
})

test.each([
  ['codeSplitting: false', { codeSplitting: false }],
  ['inlineDynamicImports', { inlineDynamicImports: true }],
  ['codeSplitting: false', { format: 'iife' }],
] satisfies [string, Rolldown.OutputOptions][])(
  'a build in one file says so, and has the pages: %s',
  async (setting, output) => {
    const { names, files: built, warnings } = await buildWith(output)
    expect(warnings).toContain(`VITE_CHUNKS_LEFT_ALONE`)
    expect(warnings).toContain(`output.${setting}`)
    expect(names.filter((name) => name.endsWith('.js'))).toEqual(['assets/index.js'])
    expect(findFile(built, /index-.*js$/)).toContain('shared by pages')
  },
)

test("the user's manualChunks decide alone, and the build says so", async () => {
  const {
    names,
    files: built,
    warnings,
  } = await buildWith({
    manualChunks: (id) => (id.endsWith('shared.ts') ? 'mine' : undefined),
  })
  expect(warnings).toContain('output.manualChunks')
  expect(names.some((name) => name.includes('vendor'))).toBe(false)
  expect(findFile(built, /mine-.*js$/)).toContain('shared by pages')
})

test('each of several outputs has its own settings and our groups', async () => {
  const { names } = await buildWith([
    { entryFileNames: 'one/[name].js', chunkFileNames: 'one/[name].js' },
    {
      entryFileNames: 'two/[name].js',
      chunkFileNames: 'two/[name].js',
      codeSplitting: { groups: [{ name: 'mine', test: /shared\.ts$/ }] },
    },
  ])
  expect(names).toContain('one/vendor.js')
  expect(names).toContain('two/vendor.js')
  expect(names.filter((name) => name.includes('mine'))).toEqual(['two/mine.js'])
})

test('without an assetsDir the files of plugins stay together', async () => {
  const { names } = await buildWith({}, { assetsDir: '' })
  expect(names).toContain('plugins/own/pages.css')
  expect(names.filter((name) => name.includes('/') && !name.startsWith('plugins/'))).toEqual([])
})

test('with one stylesheet for everything, the document links it', async () => {
  const { files: built } = await buildWith({}, { cssCodeSplit: false })
  const [name = '', ...others] = [...built.keys()].filter((file) => file.endsWith('.css'))
  expect(others).toEqual([])
  expect(built.get(name)).toContain('.own')
  expect(built.get('index.html')).toContain(`href="/${name}"`)
})
