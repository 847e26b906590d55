import { copyFile, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { formatDiagnostics } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import type { BuildManifest, BundleRequest } from '@plugwright/pack'
import { bundleDir, readBuildManifest } from '@plugwright/pack'
import { createRollupBundler } from './bundler.ts'
import type { OutputOptions } from './options.ts'

const FOLDERS = { rollup: '../fixtures', esbuild: '../../esbuild/fixtures' }

const copies = new Set<string>()

/**
 * Copies a fixture into a folder of its own and returns that, links followed. `of: 'esbuild'` takes one of that
 * package: what it bundles is bundled here, too. `installed/` becomes `node_modules/`. `below` puts the copy deeper.
 */
export async function copyFixture(
  name: string,
  { of = 'rollup', below = '.' }: { of?: keyof typeof FOLDERS; below?: string } = {},
): Promise<string> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'plugwright-rollup-')))
  copies.add(root)
  const dir = path.join(root, below, 'plugin')
  const source = path.resolve(import.meta.dirname, FOLDERS[of], name)
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const copy = path
      .relative(source, file)
      .replaceAll('installed/', 'node_modules/')
      .replace('package.fixture.json', 'package.json')
    await mkdir(path.join(dir, path.dirname(copy)), { recursive: true })
    await copyFile(file, path.join(dir, copy))
  }
  return dir
}

/** Removes all copies; for `afterAll`. */
export async function removeFixtures(): Promise<void> {
  for (const root of copies) await rm(root, { recursive: true, force: true })
  copies.clear()
}

/** A request for modules below `frontend/src/pages` or `backend/routers`. */
export async function requestOf(dir: string, given: Partial<BundleRequest> = {}): Promise<BundleRequest> {
  const shape = given.shape ?? 'pages'
  const folder = shape.startsWith('server') ? 'backend/routers' : 'frontend/src/pages'
  const files = await readdir(path.join(dir, folder), { recursive: true })
  const modules = files.filter((file) => /\.(?:[jt]sx?|vue|svelte)$/.test(file)).toSorted()
  return {
    id: shape,
    shape,
    css: 'file',
    external: ['react', 'react-dom', 'vue', 'svelte'],
    entryPoints: modules.map((file) => ({
      name: `${path.basename(folder)}/${file.replace(/\.\w+$/, '')}`,
      module: `${folder}/${file}`,
    })),
    ...given,
  }
}

export interface Bundled {
  readonly diagnostics: readonly Diagnostic[]
  readonly build: BuildManifest | undefined
  /** The folder of the outputs. */
  readonly folder: string
  /** Reads an output by its name. */
  readonly text: (name: string) => string
}

/** Bundles one request with the real bundler. */
export async function bundleFixture(
  dir: string,
  request: BundleRequest,
  options?: OutputOptions,
): Promise<Bundled> {
  // The bundler reads nothing of a manifest but its name.
  const manifest = { name: 'crm' } as Manifest
  const { diagnostics } = await createRollupBundler(options).bundle([request], { dir, manifest })
  const folder = bundleDir(dir, request.id)
  return {
    diagnostics,
    build: await readBuildManifest(dir, request.id),
    folder,
    text: (name) => readFileSync(path.join(folder, name), 'utf8'),
  }
}

/** The problems as a person reads them, with paths relative to the plugin. */
export function format(diagnostics: readonly Diagnostic[], dir: string): string {
  return formatDiagnostics(diagnostics, { formatPath: (file) => path.relative(dir, file) })
}

/** `pages-index-0123456789abcdef.js` → `pages-index-HASH.js` */
export function blankHash(name: string): string {
  return name.replace(/-[0-9a-f]{16}\./, '-HASH.')
}
