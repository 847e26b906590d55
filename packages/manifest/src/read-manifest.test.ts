import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isPluginError } from '@plugwright/diagnostics'
import { expect, test } from 'vitest'
import { createFolder, minimal, writeFiles } from './plugin-folders.test.support.ts'
import { loadManifest, readManifest } from './read-manifest.ts'

async function problemsOf(dirOrFile: string): Promise<string[]> {
  const { diagnostics } = await readManifest(dirOrFile)
  return diagnostics.map(({ code, file }) => `${code} ${file?.slice(dirOrFile.length + 1)}`)
}

test('reads a folder, a plugin.yaml, and a file of another name', async () => {
  const dir = createFolder()
  writeFiles(dir, { 'plugin.yaml': minimal('crm'), 'other.yml': minimal('other') })
  expect(await readManifest(dir)).toMatchObject({
    manifest: { name: 'crm' },
    file: join(dir, 'plugin.yaml'),
    dir,
  })
  expect(await readManifest(join(dir, 'plugin.yaml'))).toMatchObject({ manifest: { name: 'crm' }, dir })
  expect(await readManifest(join(dir, 'other.yml'))).toMatchObject({ manifest: { name: 'other' }, dir })
})

test.each([
  ['no plugin.yaml', () => ({ 'README.md': '' }), 'MANIFEST_NOT_FOUND plugin.yaml'],
  ['a folder of that name', () => ({ 'plugin.yaml/file': '' }), 'MANIFEST_UNREADABLE plugin.yaml'],
  [
    'bytes that are not UTF-8',
    () => ({ 'plugin.yaml': new Uint8Array([0x6e, 0xff]) }),
    'MANIFEST_NOT_UTF8 plugin.yaml',
  ],
  [
    'a megabyte',
    () => ({ 'plugin.yaml': `${minimal('crm')}#${'x'.repeat(1 << 20)}` }),
    'MANIFEST_TOO_LARGE plugin.yaml',
  ],
])('reports %s', async (_what, files, problem) => {
  const dir = createFolder()
  writeFiles(dir, files())
  expect(await problemsOf(dir)).toEqual([problem])
})

test('reports a folder that does not exist', async () => {
  expect(await problemsOf(join(createFolder(), 'gone'))).toEqual(['MANIFEST_NOT_FOUND plugin.yaml'])
})

test('loadManifest throws what readManifest returns', async () => {
  const dir = createFolder()
  writeFiles(dir, { 'plugin.yaml': 'name: Crm\nversion: 0.1.0\nsize: 1\n' })
  const thrown: unknown = await loadManifest(dir).catch((error: unknown) => error)
  expect(isPluginError(thrown)).toBe(true)
  expect(thrown).toMatchObject({
    code: 'MANIFEST_INVALID_NAME',
    diagnostics: [{}, { code: 'MANIFEST_UNKNOWN_FIELD' }],
  })
})

test('follows links inside the plugin and refuses those that lead out', async () => {
  const outside = createFolder()
  writeFiles(outside, { 'page.tsx': '', 'pages/secret.tsx': '', 'plugin.yaml': minimal('crm') })
  const dir = createFolder()
  writeFiles(dir, {
    'plugin.yaml': `${minimal('crm')}frontend_entry: frontend/src/entry.tsx\ndbt_workspace: dbt\n`,
    'lib/page.tsx': '',
    'lib/more/deep.tsx': '',
  })
  mkdirSync(join(dir, 'frontend/src/pages'), { recursive: true })
  symlinkSync('../../../lib/page.tsx', join(dir, 'frontend/src/pages/inside.tsx'))
  symlinkSync('../../../lib/more', join(dir, 'frontend/src/pages/more'))
  symlinkSync('gone.tsx', join(dir, 'frontend/src/pages/dangling.tsx'))
  symlinkSync(join(outside, 'page.tsx'), join(dir, 'frontend/src/entry.tsx'))
  symlinkSync(join(outside, 'page.tsx'), join(dir, 'frontend/src/pages/outside.tsx'))
  symlinkSync(join(outside, 'pages'), join(dir, 'frontend/src/pages/folder'))
  symlinkSync(outside, join(dir, 'dbt'))
  expect(await problemsOf(dir)).toEqual([
    'MANIFEST_PATH_OUTSIDE plugin.yaml',
    'MANIFEST_PATH_OUTSIDE plugin.yaml',
    'MANIFEST_PATH_OUTSIDE frontend/src/pages/folder',
    'MANIFEST_PATH_OUTSIDE frontend/src/pages/outside.tsx',
  ])

  writeFiles(dir, { 'plugin.yaml': minimal('crm') })
  const { manifest, diagnostics } = await readManifest(dir)
  expect(manifest).toBeUndefined()
  expect(diagnostics).toHaveLength(2)
})

test.each(['frontend', 'frontend/src', 'frontend/src/pages', 'frontend/src/blocks'])(
  'refuses %s where it is a link out of the plugin, and finds nothing below it',
  async (folder) => {
    const outside = createFolder()
    for (const below of ['', 'src/', 'pages/', 'src/pages/', 'src/blocks/'])
      writeFiles(outside, { [`${below}secret.tsx`]: '' })
    const dir = createFolder()
    writeFiles(dir, { 'plugin.yaml': minimal('crm'), 'lib/src/pages/a.tsx': '' })
    mkdirSync(dirname(join(dir, folder)), { recursive: true })
    symlinkSync(outside, join(dir, folder))
    const { manifest, diagnostics } = await readManifest(dir)
    expect(manifest).toBeUndefined()
    expect(diagnostics).toMatchObject([
      {
        code: 'MANIFEST_PATH_OUTSIDE',
        message: `The path "${folder}" leads out of the plugin folder by a link.`,
        file: join(dir, folder),
      },
    ])
  },
)

test('follows a link above the pages that stays in the plugin', async () => {
  const dir = createFolder()
  writeFiles(dir, { 'plugin.yaml': minimal('crm'), 'lib/src/pages/a.tsx': '' })
  symlinkSync('lib', join(dir, 'frontend'))
  const { manifest } = await readManifest(dir)
  expect(manifest?.pages.map(({ module }) => module)).toEqual(['frontend/src/pages/a.tsx'])
})

test('refuses folders of translations, of dbt and of modules that are links out of the plugin', async () => {
  const outside = createFolder()
  writeFiles(outside, { 'en.json': '{}', 'dbt_project.yml': '', 'a.ts': '' })
  const dir = createFolder()
  const fields = [
    'i18n: l/{locale}.json',
    'dbt_workspace: d',
    'routers: [b/a.ts:r, b/gone.ts:r]',
    'pages: [{ module: p/x.tsx, path: / }]',
  ]
  writeFiles(dir, { 'plugin.yaml': `${minimal('crm')}${fields.join('\n')}\n` })
  for (const name of ['l', 'd', 'b', 'p']) symlinkSync(outside, join(dir, name))
  const problems = await problemsOf(dir)
  expect(problems).toEqual(Array.from({ length: 5 }, () => 'MANIFEST_PATH_OUTSIDE plugin.yaml'))
})

test('a path of very many folders is looked for like any other', async () => {
  const dir = createFolder()
  writeFiles(dir, {
    'plugin.yaml': `${minimal('crm')}frontend_entry: ${'a/'.repeat(100_000)}b.tsx\n`,
    'a/a/x': '',
  })
  expect(await problemsOf(dir)).toEqual(['MANIFEST_FILE_NOT_FOUND plugin.yaml'])
})

test('finds pages through links to folders, and ends where they go round', async () => {
  const dir = createFolder()
  writeFiles(dir, { 'plugin.yaml': minimal('crm'), 'frontend/src/pages/a.tsx': '', 'lib/more/deep.tsx': '' })
  symlinkSync('.', join(dir, 'frontend/src/pages/self'))
  symlinkSync('../../..', join(dir, 'frontend/src/pages/root'))
  symlinkSync('../../../lib/more', join(dir, 'frontend/src/pages/more'))
  symlinkSync('../more', join(dir, 'lib/more/again'))
  const { manifest } = await readManifest(dir)
  expect(manifest?.pages.map(({ path }) => path)).toEqual(['/a', '/more/deep'])
})

test('does not read a plugin.yaml that is a link to a file elsewhere', async () => {
  const outside = createFolder()
  writeFiles(outside, { secret: 'secret: words\n' })
  const dir = createFolder()
  symlinkSync(join(outside, 'secret'), join(dir, 'plugin.yaml'))
  expect(await problemsOf(dir)).toEqual(['MANIFEST_PATH_OUTSIDE plugin.yaml'])
})

test('pages and blocks whose names differ only by case are refused', async () => {
  const dir = createFolder()
  writeFiles(dir, { 'plugin.yaml': minimal('crm') })
  // In folders of their own, so that the files exist side by side on any file system.
  writeFiles(dir, {
    'frontend/src/pages/customers/index.tsx': '',
    'frontend/src/pages/Customers.tsx': '',
    'frontend/src/blocks/tips.tsx': '',
    'frontend/src/blocks/Dashboard/Tips.tsx': '',
  })
  expect(await problemsOf(dir)).toEqual([
    'MANIFEST_CASE_COLLISION frontend/src/pages/customers/index.tsx',
    'MANIFEST_CASE_COLLISION frontend/src/blocks/tips.tsx',
  ])
})
