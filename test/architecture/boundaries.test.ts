import { build } from 'esbuild'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listFiles, readPackageJson, readText, root } from '../repository.ts'
import { findImports, packageNameOf } from './imports.ts'

/** Entries that run in a browser or a worker: nothing of Node may be reachable from them. */
const browserEntries = [
  'manifest/dist/index.js',
  'runtime/dist/index.js',
  'runtime/dist/adapter.js',
  'runtime/dist/hot.js',
  'router/dist/index.js',
  'react/dist/index.js',
  'react/dist/react-router.js',
  'react/dist/mount.js',
  'svelte/dist/index.js',
  'vue/dist/index.js',
  'vue/dist/mount.js',
  'vue/dist/vue-router.js',
]

test.each(browserEntries)('packages/%s bundles for a browser', async (entry) => {
  // For this platform esbuild refuses an import of `node:*`, and the externals are all there may be beside it.
  const { metafile } = await build({
    entryPoints: [join(root, 'packages', entry)],
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    external: ['react', 'react-dom', 'react-router', 'svelte', 'vue', 'vue-router'],
    logLevel: 'silent',
  })
  const external = Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path))
  expect(external.filter((path) => !/^(react(-dom|-router)?|svelte|vue(-router)?)(\/|$)/.test(path))).toEqual(
    [],
  )
})

test('the merge of frontends is pure: no vite, no file system', async () => {
  const files = (await listFiles('packages/vite/src/merge/*.ts')).filter((file) => !file.endsWith('.test.ts'))
  expect(files).not.toEqual([])
  const outside = await importsOf(
    files,
    (specifier) => specifier === 'vite' || /^node:(?!path|crypto)/.test(specifier),
  )
  expect(outside).toEqual([])
})

test('libraries do not print, prompt or exit', async () => {
  const files = (await listFiles('packages/*/src/*.ts', 'packages/*/src/*.tsx')).filter(
    (file) => !file.startsWith('packages/cli/') && !/\.test\.tsx?$/.test(file),
  )
  const found = await linesOf(files, /\bprocess\.(exit|stdout|stderr)\b|\bconsole\.(?!error\b|warn\b)/)
  expect(found).toEqual([])
})

test('a package imports only the public entries of another', async () => {
  const files = await listFiles('packages/*/src/*.ts', 'packages/*/src/*.tsx')
  const exported = new Set<string>()
  for (const file of await listFiles('packages/*/package.json')) {
    const json = await readPackageJson(join(root, file, '..'))
    for (const entry of Object.keys(json.exports ?? {})) exported.add(entry.replace('.', json.name))
  }
  const names = new Set([...exported].map(packageNameOf))
  const outside = await importsOf(
    files,
    (specifier) => names.has(packageNameOf(specifier)) && !exported.has(specifier),
  )
  expect(outside).toEqual([])
})

async function importsOf(
  files: readonly string[],
  isWanted: (specifier: string) => boolean,
): Promise<string[]> {
  const found: string[] = []
  for (const file of files) {
    for (const { specifier } of findImports(await readText(file))) {
      if (isWanted(specifier)) found.push(`${file}: ${specifier}`)
    }
  }
  return found
}

async function linesOf(files: readonly string[], pattern: RegExp): Promise<string[]> {
  const found: string[] = []
  for (const file of files) {
    const lines = (await readText(file)).split('\n')
    for (const [index, line] of lines.entries()) {
      if (pattern.test(line) && !/^\s*(\/?\*|\/\/)/.test(line))
        found.push(`${file}:${index + 1}: ${line.trim()}`)
    }
  }
  return found
}
