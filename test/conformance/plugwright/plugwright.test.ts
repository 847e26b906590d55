import { createHash } from 'node:crypto'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Spec, Validation } from '@cyclonedx/cyclonedx-library'
import type { PackResult } from '@plugwright/pack'
import { buildPlugin } from '@plugwright/rollup'
import vue from '@vitejs/plugin-vue'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyWithPackages } from '../../copy-with-packages.ts'
import { root } from '../../repository.ts'

const example = join(root, 'examples/targets/plugwright')
const python = spawnSync('python3', ['--version']).status === 0

let folder: string
let built: PackResult
let file: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plugwright-plug-'))
  built = await buildCopy('near')
  expect(built.diagnostics).toEqual([])
  file = built.packages[0]?.path ?? ''
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function buildCopy(place: string): Promise<PackResult> {
  const dir = join(folder, place)
  await copyWithPackages(example, dir)
  // The example builds with Vite; its configuration is the other way to the same package.
  rmSync(join(dir, 'vite.config.ts'))
  return buildPlugin(dir, { plugins: [vue()], outputDir: join(folder, `${place}-out`) })
}

const read = (name: string): string => execFileSync('tar', ['xzOf', file, name], { encoding: 'utf8' })

test('the golden listing, by tar', () => {
  const names = execFileSync('tar', ['tzf', file], { encoding: 'utf8' }).trim().split('\n')
  expect(names.map((name) => name.replace(/-[0-9a-f]{16}\./, '-HASH.'))).toEqual([
    'manifest.json',
    'LICENSE',
    'README.md',
    'assets/about.txt',
    'backend/cjs/server-cjs-HASH.cjs',
    'backend/esm/routers-latest-HASH.mjs',
    'frontend/assets/logo-HASH.svg',
    'frontend/pages-index-HASH.css',
    'frontend/pages-index-HASH.js',
    'plugin.yaml',
    'sbom.cdx.json',
  ])
})

test('is the same at another depth', async () => {
  const far = await buildCopy('far/down/in/a/tree')
  expect(far.packages[0]?.sha256).toBe(built.packages[0]?.sha256)
})

test('Python reads it, and finds what the manifest lists', ({ skip }) => {
  skip(!python, 'there is no python3 on PATH')
  const listed = execFileSync('python3', [join(import.meta.dirname, 'list-plug.py'), file], {
    encoding: 'utf8',
  })
  const { files } = JSON.parse(read('manifest.json')) as { files: object[] }
  expect(JSON.parse(listed)).toEqual(files)
})

test('manifest.json is valid against the published schema', () => {
  const schemaFile = createRequire(import.meta.url).resolve(
    '@plugwright/manifest/packed-manifest.schema.json',
  )
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8')) as object
  const validate = new Ajv2020({ strict: false }).compile(schema)
  validate(JSON.parse(read('manifest.json')))
  expect(validate.errors).toBeNull()
})

test('sbom.cdx.json is valid CycloneDX 1.6 and names what is bundled', async () => {
  const text = read('sbom.cdx.json')
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6)
  expect(await validator.validate(text)).toBeNull()
  const { components } = JSON.parse(text) as { components: { purl: string }[] }
  const { version } = JSON.parse(readFileSync(join(example, 'node_modules/semver/package.json'), 'utf8')) as {
    version: string
  }
  expect(components.map(({ purl }) => purl)).toEqual([`pkg:npm/semver@${version}`])
})

test('the router runs from its ES module and from the CommonJS body', async () => {
  const { backend } = JSON.parse(read('manifest.json')) as {
    backend: { routers: { module: string; file: string; cjs: string }[] }
  }
  const [router] = backend.routers
  const extracted = join(folder, 'router.mjs')
  writeFileSync(extracted, read(router?.file ?? ''))
  const esm = (await import(/* @vite-ignore */ extracted)) as { router: () => Response }
  expect(await esm.router().json()).toEqual({ version: '1.10.0' })
  writeFileSync(join(folder, 'router.cjs'), read(router?.cjs ?? ''))
  const cjs = createRequire(import.meta.url)(join(folder, 'router.cjs')) as Record<string, typeof esm>
  expect(await cjs[router?.module ?? '']?.router().json()).toEqual({ version: '1.10.0' })
})

test('the digest beside it is that of the file', () => {
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
  expect(readFileSync(`${file}.sha256`, 'utf8')).toBe(`${sha256}  release-notes-1.0.0.plug\n`)
})
