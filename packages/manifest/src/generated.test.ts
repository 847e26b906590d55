import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import type { PackedPlugin } from './manifest.generated.ts'

interface GeneratedFile {
  readonly url: URL
  readonly content: string
}

test('the generated files are those that the schemas give', async () => {
  const script: string = new URL('../scripts/generated-files.mjs', import.meta.url).href
  const { generatedFiles } = (await import(script)) as { generatedFiles: () => Promise<GeneratedFile[]> }
  const files = await generatedFiles()
  expect(files).toHaveLength(4)
  for (const { url, content } of files) expect(await readFile(url, 'utf8'), 'run pnpm generate').toBe(content)
}, 30_000)

test('the main entry runs in a browser', async () => {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('./index.ts', import.meta.url))],
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
  const inputs = Object.keys(result.metafile.inputs)
  expect(inputs.some((input) => input.endsWith('src/parse-manifest.ts'))).toBe(true)
  const imports = Object.values(result.metafile.inputs).flatMap((input) => input.imports)
  expect(imports.filter(({ external, path }) => external === true || path.startsWith('node:'))).toEqual([])
}, 30_000)

test('every field of the schemas has a description', async () => {
  for (const name of ['plugin', 'packed-manifest']) {
    const url = new URL(`../schema/${name}.schema.json`, import.meta.url)
    const schema = JSON.parse(await readFile(url, 'utf8')) as { $defs: Record<string, unknown> }
    for (const definition of [schema, ...Object.values(schema.$defs)]) {
      const { properties = {} } = definition as { properties?: Record<string, { description?: string }> }
      for (const [field, { description }] of Object.entries(properties))
        expect(description, field).toMatch(/\S/)
    }
  }
})

test('a packed plugin lists its keys in the order of the schema', async () => {
  const url = new URL('../schema/packed-manifest.schema.json', import.meta.url)
  const { $defs } = JSON.parse(await readFile(url, 'utf8')) as {
    $defs: { plugin: { properties: Record<keyof PackedPlugin, unknown> } }
  }
  const { PACKED_KEYS } = await import('./packed-keys.generated.ts')
  expect(PACKED_KEYS).toEqual(Object.keys($defs.plugin.properties))
})
