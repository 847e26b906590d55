import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { BundleRequest } from './bundler.ts'

/** The folder of all bundles, relative to the plugin folder. */
export const BUILD_FOLDER = '.plugwright/build'

/** The file in each bundle's folder that says what was built from what. */
export const BUILD_MANIFEST_NAME = 'build.json'

/** The format that this version reads and writes. */
export const BUILD_MANIFEST_FORMAT = 'plugwright-build/1'

/** A file that went into a bundle. */
export interface BuildInput {
  /** Relative to the plugin folder as the caller named it, `/` separators; `../…` for what lies outside, such as a hoisted dependency. */
  readonly path: string
  /** Bare lowercase hex. */
  readonly sha256: string
}

/** A file that came out. */
export interface BuildOutput {
  /** Relative to the bundle's folder, `/` separators. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Bare lowercase hex. */
  readonly sha256: string
}

/** What became of one entry point of the request; all files are listed in `outputs` too. */
export interface BuiltEntryPoint {
  readonly name: string
  readonly module: string
  /** The output of the entry itself, relative to the bundle's folder. */
  readonly file: string
  /** Style sheets of the entry and its static imports, in cascade order. */
  readonly css: readonly string[]
  /** Chunks that the entry imports statically, directly or through others. */
  readonly imports: readonly string[]
}

/** The content of `build.json`. */
export interface BuildManifest {
  readonly format: typeof BUILD_MANIFEST_FORMAT
  readonly bundler: { readonly name: string; readonly version: string }
  /** The request as it was asked; a bundle of another request is stale. */
  readonly request: BundleRequest
  /** Sorted by path. */
  readonly inputs: readonly BuildInput[]
  /** All files of the bundle but `build.json`, sorted by path. */
  readonly outputs: readonly BuildOutput[]
  /** Module ids that the outputs import from outside (`react/jsx-runtime`), whatever the request allows; sorted. */
  readonly external: readonly string[]
  /** In the order of the request. */
  readonly entryPoints: readonly BuiltEntryPoint[]
}

/** The folder that the bundle of one request is written to, absolute where `dir` is. */
export function bundleDir(dir: string, requestId: string): string {
  return path.join(dir, BUILD_FOLDER, requestId)
}

/**
 * Writes the `build.json` of a bundle, last of its files and in one step, so that an interrupted build never
 * leaves a manifest over half an output, and of several builds at once the last one counts. The folder is made where
 * it is missing.
 */
export async function writeBuildManifest(
  dir: string,
  build: Omit<BuildManifest, 'format'>,
): Promise<BuildManifest> {
  const manifest: BuildManifest = { format: BUILD_MANIFEST_FORMAT, ...build }
  const folder = bundleDir(dir, build.request.id)
  const file = path.join(folder, BUILD_MANIFEST_NAME)
  await mkdir(folder, { recursive: true })
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(aside, `${JSON.stringify(manifest, undefined, 2)}\n`)
    await rename(aside, file)
  } finally {
    await rm(aside, { force: true })
  }
  return manifest
}

/**
 * Reads the `build.json` of a request's bundle.
 * Returns `undefined` where there is none, or one that this version does not understand: either way the bundle
 * has to be built.
 */
export async function readBuildManifest(dir: string, requestId: string): Promise<BuildManifest | undefined> {
  const file = path.join(bundleDir(dir, requestId), BUILD_MANIFEST_NAME)
  const text = await readFile(file, 'utf8').catch(ignoreMissing)
  if (text === undefined) return undefined
  return asBuildManifest(parseJson(text))
}

/** Why a bundle cannot be packed as it is, or `undefined` where it is fresh. */
export type Staleness =
  | { readonly reason: 'request' }
  | { readonly reason: 'input' | 'output'; readonly path: string }

/**
 * Compares a bundle with its request, its inputs and its outputs as they are on disk now.
 * A file that would be found by a new import path (a shadowing file that did not exist at build time) goes unseen.
 */
export async function findStaleness(
  dir: string,
  build: BuildManifest,
  request: BundleRequest,
): Promise<Staleness | undefined> {
  return createStalenessCheck(dir)(build, request)
}

/** The same for several bundles of one plugin: an input of two is read once. */
export function createStalenessCheck(
  dir: string,
): (build: BuildManifest, request: BundleRequest) => Promise<Staleness | undefined> {
  const digests = new Map<string, Promise<string | undefined>>()
  const digestOf = (name: string): Promise<string | undefined> => {
    const digest = digests.get(name) ?? sha256Of(path.join(dir, name))
    digests.set(name, digest)
    return digest
  }
  return async (build, request) => {
    if (JSON.stringify(build.request) !== JSON.stringify(request)) return { reason: 'request' }
    for (const { path: name, sha256 } of build.inputs) {
      if ((await digestOf(name)) !== sha256) return { reason: 'input', path: name }
    }
    const folder = bundleDir(dir, request.id)
    for (const { path: name, sha256 } of build.outputs) {
      if ((await sha256Of(path.join(folder, name))) !== sha256) return { reason: 'output', path: name }
    }
    return undefined
  }
}

async function sha256Of(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch(ignoreMissing)
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex')
}

function ignoreMissing(error: unknown): undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
  throw error
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function asBuildManifest(value: unknown): BuildManifest | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const build = value as Partial<Record<keyof BuildManifest, unknown>>
  const known = build.format === BUILD_MANIFEST_FORMAT && typeof build.request === 'object'
  const lists = [build.inputs, build.outputs, build.external, build.entryPoints]
  return known && lists.every(Array.isArray) ? (value as BuildManifest) : undefined
}
