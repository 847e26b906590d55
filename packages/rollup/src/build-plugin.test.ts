import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { buildPlugin } from './build-plugin.ts'
import { blankHash, copyFixture, format, removeFixtures } from './fixture.test.kit.ts'
import type { BuildPluginOptions } from './options.ts'

afterAll(removeFixtures)

test('bundles and packs a plugin, and leaves the environment as it was', async () => {
  const environment = process.env['NODE_ENV']
  const dir = await copyFixture('whole-plugin', { of: 'esbuild' })
  const { ok, packages, diagnostics } = await buildPlugin(dir)
  expect(format(diagnostics, dir)).toBe('')
  expect(ok).toBe(true)
  expect(process.env['NODE_ENV']).toBe(environment)
  const [first] = packages
  expect(path.relative(dir, first?.path ?? '')).toBe('dist/whole-0.1.0.plug')
  const names = execFileSync('tar', ['tzf', first?.path ?? ''], { encoding: 'utf8' })
  expect(names.trim().split('\n').map(blankHash).toSorted()).toEqual([
    'backend/cjs/server-cjs-HASH.cjs',
    'backend/esm/routers-ping-HASH.mjs',
    'frontend/blocks-dashboard-pipeline-HASH.css',
    'frontend/blocks-dashboard-pipeline-HASH.js',
    'frontend/chunk-HASH.js',
    'frontend/pages-customers-_id_-HASH.js',
    'frontend/pages-index-HASH.js',
    'manifest.json',
    'plugin.yaml',
  ])
})

test('gives the same package at another depth', async () => {
  const near = await copyFixture('whole-plugin', { of: 'esbuild' })
  const far = await copyFixture('whole-plugin', { of: 'esbuild', below: 'a/deeper/place' })
  const [first, second] = [await buildPlugin(near), await buildPlugin(far)]
  expect(second.packages[0]?.sha256).toBe(first.packages[0]?.sha256)
})

test('broken code is data, and an earlier package stays', async () => {
  const dir = await copyFixture('whole-plugin', { of: 'esbuild' })
  const before = await buildPlugin(dir)
  await writeFile(path.join(dir, 'frontend/src/title.ts'), 'const = 1\n')
  const { ok, packages, diagnostics } = await buildPlugin(dir)
  expect([ok, packages]).toEqual([false, []])
  expect(diagnostics).toMatchObject([
    { code: 'BUNDLE_SYNTAX', file: path.join(dir, 'frontend/src/title.ts'), span: { start: { column: 7 } } },
  ])
  expect(existsSync(before.packages[0]?.path ?? '')).toBe(true)
})

test.each([
  [{ sourcemaps: 'linked' }, 'ROLLUP_OPTION_UNKNOWN', 'did you mean "sourcemap"?'],
  [{ plugins: {} }, 'ROLLUP_OPTION_INVALID', undefined],
  [{ sourcemap: true }, 'ROLLUP_OPTION_INVALID', undefined],
])('%j is %s', async (options, code, hint) => {
  const error = await buildPlugin('.', options as BuildPluginOptions).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ name: 'PluginError', code })
  expect((error as { diagnostics: { hint?: string }[] }).diagnostics[0]?.hint).toBe(hint)
})

test('an abort rejects with its reason', async () => {
  const dir = await copyFixture('whole-plugin', { of: 'esbuild' })
  await expect(buildPlugin(dir, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  expect(existsSync(path.join(dir, 'dist'))).toBe(false)
})
