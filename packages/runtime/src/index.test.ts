import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

test('bundles for the browser without anything of Node, in at most 11 KB', async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
  })
  const [file] = outputFiles
  expect(file?.text).not.toContain('node:')
  expect(gzipSync(file?.contents ?? '').length).toBeLessThan(11 * 1024)
})
