import { cp, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { formatDiagnostics } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import type { BuildManifest, BundleRequest } from '@plugwright/pack'
import { bundleDir, readBuildManifest } from '@plugwright/pack'
import { existsSync, readFileSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import { createEsbuildBundler } from './bundler.ts'
import type { OutputOptions } from './options.ts'
import { toSlashes } from './source-path.ts'

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures')

/**
 * Copies a fixture into a folder of its own and returns that, links followed. A folder `installed` of a fixture
 * becomes `node_modules`, which git would ignore. `below` puts the copy deeper: `a/b/c`.
 */
export async function copyFixture(name: string, below = '.'): Promise<string> {
  const root = await realpath(await mkdtemp(path.join(tmpdir(), 'plugwright-esbuild-')))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const dir = path.join(root, below, 'plugin')
  await cp(path.join(FIXTURES, name), dir, { recursive: true })
  for (let next; (next = findInstalled(await readdir(dir, { recursive: true }))) !== undefined;) {
    const to = path.join(dir, path.dirname(next), 'node_modules')
    await cp(path.join(dir, next), to, { recursive: true })
    await rm(path.join(dir, next), { recursive: true })
  }
  return dir
}

function findInstalled(names: readonly string[]): string | undefined {
  return names.find((name) => path.basename(name) === 'installed')
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
    entryPoints: files
      .toSorted()
      .map((file) => ({ name: `routers/${path.parse(file).name}`, module: `backend/routers/${file}` })),
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
