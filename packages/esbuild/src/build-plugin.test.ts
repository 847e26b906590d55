import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { buildPlugin } from './build-plugin.ts'
import { copyFixture, format, removeFixtures } from './fixture.test.kit.ts'
import type { BuildPluginOptions } from './options.ts'

afterAll(removeFixtures)

test('bundles and packs a plugin', async () => {
  const dir = await copyFixture('whole-plugin')
  const { ok, packages, diagnostics } = await buildPlugin(dir)
  expect(format(diagnostics, dir)).toBe('\n')
  expect(ok).toBe(true)
  const [first] = packages
  expect(path.relative(dir, first?.path ?? '')).toBe('dist/whole-0.1.0.plug')
  const names = execFileSync('tar', ['tzf', first?.path ?? ''], { encoding: 'utf8' })
    .trim()
    .split('\n')
  expect(names.filter((name) => name.startsWith('frontend/')).map(blankHash)).toEqual([
    'frontend/blocks-dashboard-pipeline-HASH.css',
    'frontend/blocks-dashboard-pipeline-HASH.js',
    'frontend/chunk-HASH.js',
    'frontend/pages-customers-_id_-HASH.js',
    'frontend/pages-index-HASH.js',
  ])
  expect(names.filter((name) => name.startsWith('backend/')).map(blankHash)).toEqual([
    'backend/cjs/server-cjs-HASH.cjs',
    'backend/esm/routers-ping-HASH.mjs',
  ])
})

test('gives the same package at another depth, and none of them knows where it was made', async () => {
  const [near, far] = [await copyFixture('whole-plugin'), await copyFixture('whole-plugin', 'a/deeper/place')]
  const [first, second] = [await buildPlugin(near), await buildPlugin(far)]
  expect(second.packages[0]?.sha256).toBe(first.packages[0]?.sha256)
  const unpacked = execFileSync('tar', ['xzOf', first.packages[0]?.path ?? ''], { encoding: 'utf8' })
  expect(unpacked).not.toContain(path.dirname(near))
})

test('broken code is data, and an earlier package stays', async () => {
  const dir = await copyFixture('whole-plugin')
  const before = await buildPlugin(dir)
  await appendFile(path.join(dir, 'frontend/src/title.ts'), 'const = 1\n')
  const { ok, packages, diagnostics } = await buildPlugin(dir)
  expect([ok, packages]).toEqual([false, []])
  expect(diagnostics).toMatchObject([
    {
      code: 'BUNDLE_SYNTAX',
      file: path.join(dir, 'frontend/src/title.ts'),
      span: { start: { line: 2, column: 7 } },
    },
  ])
  expect(existsSync(before.packages[0]?.path ?? '')).toBe(true)
})

test('a broken manifest is data', async () => {
  const dir = await copyFixture('whole-plugin')
  await writeFile(path.join(dir, 'plugin.yaml'), 'name: whole\n')
  const { ok, diagnostics } = await buildPlugin(dir)
  expect(ok).toBe(false)
  expect(diagnostics[0]).toMatchObject({ severity: 'error', file: path.join(dir, 'plugin.yaml') })
})

test('several builds of one folder at once are all complete', async () => {
  const dir = await copyFixture('whole-plugin')
  const [alone] = (await buildPlugin(dir)).packages
  for (let round = 0; round < 5; round++) {
    const results = await Promise.all([buildPlugin(dir), buildPlugin(dir), buildPlugin(dir)])
    expect(results.map(({ diagnostics }) => diagnostics)).toEqual([[], [], []])
    for (const { packages } of results) expect(packages[0]?.sha256).toBe(alone?.sha256)
  }
})

test('what only the bundle before had goes, and nothing outside of its folder', async () => {
  const dir = await copyFixture('whole-plugin')
  await buildPlugin(dir)
  const folder = path.join(dir, '.plugwright/build/pages')
  const file = path.join(folder, 'build.json')
  const build = JSON.parse(await readFile(file, 'utf8')) as { outputs: { path: string }[] }
  build.outputs.push({ path: '../../../README.md' })
  await writeFile(file, JSON.stringify(build))
  await writeFile(path.join(dir, 'README.md'), '')
  await appendFile(path.join(dir, 'frontend/src/title.ts'), 'globalThis.loud = true\n')
  expect((await buildPlugin(dir)).ok).toBe(true)
  const { outputs } = JSON.parse(await readFile(file, 'utf8')) as { outputs: { path: string }[] }
  const listed = ['build.json', ...outputs.map((output) => output.path)]
  expect((await readdir(folder)).toSorted()).toEqual(listed.toSorted())
  expect(existsSync(path.join(dir, 'README.md'))).toBe(true)
})

test('a router that plugin.yaml names and its module does not export', async () => {
  const dir = await copyFixture('export-missing-router')
  const { ok, packages, diagnostics } = await buildPlugin(dir)
  expect([ok, packages]).toEqual([false, []])
  expect(diagnostics).toMatchObject([
    { code: 'BUNDLE_EXPORT_MISSING', file: path.join(dir, 'backend/routers/ping.ts') },
  ])
})

test('an empty list of targets is wrong use', async () => {
  const dir = await copyFixture('whole-plugin')
  await expect(buildPlugin(dir, { targets: [] })).rejects.toMatchObject({ code: 'PACK_TARGETS_EMPTY' })
})

test('source maps are packed where they are asked for', async () => {
  const dir = await copyFixture('whole-plugin')
  const { packages } = await buildPlugin(dir, { sourcemap: 'linked', outputDir: path.join(dir, 'out') })
  expect(packages[0]?.path).toBe(path.join(dir, 'out/whole-0.1.0.plug'))
  const names = execFileSync('tar', ['tzf', packages[0]?.path ?? ''], { encoding: 'utf8' })
  expect(names).toMatch(/frontend\/pages-index-[0-9a-f]{16}\.js\.map\n/)
})

test.each([
  [{ sourcemaps: 'linked' }, 'ESBUILD_OPTION_UNKNOWN', 'did you mean "sourcemap"?'],
  [{ plugins: [] }, 'ESBUILD_OPTION_UNKNOWN', undefined],
  [{ sourcemap: true }, 'ESBUILD_OPTION_INVALID', undefined],
  [{ minify: 'yes' }, 'ESBUILD_OPTION_INVALID', undefined],
])('%j is %s', async (options, code, hint) => {
  const error = await buildPlugin('.', options as BuildPluginOptions).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'PluginError', code })
  expect((error as { diagnostics: { hint?: string }[] }).diagnostics[0]?.hint).toBe(hint)
})

test('an abort rejects with its reason', async () => {
  const dir = await copyFixture('whole-plugin')
  await expect(buildPlugin(dir, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  expect(existsSync(path.join(dir, 'dist'))).toBe(false)
  expect(await readFile(path.join(dir, 'plugin.yaml'), 'utf8')).toContain('whole')
})

function blankHash(name: string): string {
  return name.replace(/-[0-9a-f]{16}\./, '-HASH.')
}
