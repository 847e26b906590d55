import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { formatDiagnostics } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import type { BuildManifest, BundleRequest } from '@plugwright/pack'
import { bundleDir, readBuildManifest } from '@plugwright/pack'
import { toSlashes } from '@plugwright/pack/bundling'
import { createEsbuildBundler } from './bundler.ts'
import type { OutputOptions } from './options.ts'

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures')

const copies = new Set<string>()

/**
 * Copies a fixture into a folder of its own and returns that, links followed. `installed/ms/package.fixture.json`
 * becomes `node_modules/ms/package.json`, which git would ignore and tools would take for a package of ours.
 * `below` puts the copy deeper: `a/b/c`.
 */
export async function copyFixture(name: string, below = '.'): Promise<string> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'plugwright-esbuild-')))
  copies.add(root)
  const dir = path.join(root, below, 'plugin')
  const source = path.join(FIXTURES, name)
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    const names = toSlashes(path.relative(source, file))
    const copy = names
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

/** The request of a target for the pages below `frontend/src/pages`. */
export async function pagesRequest(dir: string): Promise<BundleRequest> {
  const folder = 'frontend/src/pages'
  const files = await readdir(path.join(dir, folder), { recursive: true })
  const modules = files.filter((file) => /\.(?:[jt]sx?|vue)$/.test(file)).map(toSlashes)
  return {
    id: 'pages',
    shape: 'pages',
    css: 'file',
    external: ['react', 'react-dom'],
    entryPoints: modules.toSorted().map((file) => ({
      name: `pages/${file.replace(/\.\w+$/, '')}`,
      module: `${folder}/${file}`,
      exports: [['default', 'mount']],
    })),
  }
}

/** The request of a target for the routers below `backend/routers`. */
export async function serverRequest(dir: string, shape: 'server-esm' | 'server-cjs'): Promise<BundleRequest> {
  const files = await readdir(path.join(dir, 'backend/routers'))
  return {
    id: shape,
    shape,
    css: 'file',
    external: [],
    entryPoints: files.toSorted().map((file) => ({
      name: `routers/${path.parse(file).name}`,
      module: `backend/routers/${file}`,
      exports: [['router']],
    })),
  }
}

export interface Bundled {
  readonly diagnostics: readonly Diagnostic[]
  readonly build: BuildManifest | undefined
  /** The folder of the outputs. */
  readonly folder: string
  /** Reads an output by its name. */
  text(name: string): string
}

/** Bundles one request with the real bundler. */
export async function bundleFixture(
  dir: string,
  request: BundleRequest,
  options?: OutputOptions,
): Promise<Bundled> {
  // The bundler reads nothing of a manifest but its name.
  const manifest = { name: 'crm' } as Manifest
  const { diagnostics } = await createEsbuildBundler(options).bundle([request], { dir, manifest })
  const folder = bundleDir(dir, request.id)
  return {
    diagnostics,
    build: await readBuildManifest(dir, request.id),
    folder,
    text: (name) => readFileSync(path.join(folder, name), 'utf8'),
  }
}

function readSource(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** The problems as a person reads them, with paths relative to the plugin. */
export function format(diagnostics: readonly Diagnostic[], dir: string): string {
  const formatPath = (file: string): string => toSlashes(path.relative(dir, file))
  return `${formatDiagnostics(diagnostics, { formatPath, readSource }).replaceAll(toSlashes(dir), '<plugin>')}\n`
}
