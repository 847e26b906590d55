import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import {
  BUILD_MANIFEST_NAME,
  bundleDir,
  findStaleness,
  readBuildManifest,
  writeBuildManifest,
} from './build-manifest.ts'
import type { BundleRequest } from './bundler.ts'
import { makeFolder, removeFolders, sha256Of, writeTree } from './plugin-folder.test.kit.ts'

afterEach(removeFolders)

const request: BundleRequest = {
  id: 'pages',
  entryPoints: [{ name: 'a', module: 'src/a.ts' }],
  shape: 'pages',
  css: 'file',
  external: [],
}

async function build(dir: string) {
  writeTree(dir, { 'src/a.ts': 'in', '../outside.js': 'dep', '.plugwright/build/pages/a.js': 'out' })
  return writeBuildManifest(dir, {
    bundler: { name: 'x', version: '1.0.0' },
    request,
    inputs: [
      { path: '../outside.js', sha256: sha256Of('dep') },
      { path: 'src/a.ts', sha256: sha256Of('in') },
    ],
    outputs: [{ path: 'a.js', size: 3, sha256: sha256Of('out') }],
    external: [],
    entryPoints: [{ name: 'a', module: 'src/a.ts', file: 'a.js', css: [], imports: [] }],
  })
}

test('what is written is read, and fresh', async () => {
  const dir = path.join(makeFolder(), 'plugin')
  const written = await build(dir)
  expect(await readBuildManifest(dir, 'pages')).toEqual(written)
  expect(await findStaleness(dir, written, request)).toBeUndefined()
  expect(readdirSync(bundleDir(dir, 'pages')).toSorted()).toEqual(['a.js', 'build.json'])
})

test.each([
  ['src/a.ts', { reason: 'input', path: 'src/a.ts' }],
  ['../outside.js', { reason: 'input', path: '../outside.js' }],
  ['.plugwright/build/pages/a.js', { reason: 'output', path: 'a.js' }],
])('stale when %s changes or goes', async (name, expected) => {
  const dir = path.join(makeFolder(), 'plugin')
  const written = await build(dir)
  writeFileSync(path.join(dir, name), 'other')
  expect(await findStaleness(dir, written, request)).toEqual(expected)
  rmSync(path.join(dir, name))
  expect(await findStaleness(dir, written, request)).toEqual(expected)
})

test('stale when something else is asked', async () => {
  const dir = path.join(makeFolder(), 'plugin')
  const written = await build(dir)
  expect(await findStaleness(dir, written, { ...request, external: ['vue'] })).toEqual({ reason: 'request' })
})

test.each([
  '',
  '{',
  'null',
  '[]',
  '{}',
  '{"format":"plugwright-build/2"}',
  '{"format":"plugwright-build/1"}',
])('a build.json of %j counts as none', async (text) => {
  const dir = makeFolder()
  expect(await readBuildManifest(dir, 'pages')).toBeUndefined()
  writeTree(bundleDir(dir, 'pages'), { [BUILD_MANIFEST_NAME]: text })
  expect(await readBuildManifest(dir, 'pages')).toBeUndefined()
})
