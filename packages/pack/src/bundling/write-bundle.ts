import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  bundleDir,
  type BuildInput,
  type BuildManifest,
  readBuildManifest,
  writeBuildManifest,
} from '../build-manifest.ts'
import type { BundleRequest } from '../bundler.ts'
import { toSlashes } from './source-path.ts'

/** What is built, and where. */
export interface BundlePlace {
  readonly request: BundleRequest
  /** The plugin folder, absolute, as the caller named it. */
  readonly dir: string
  /** The same with links followed. */
  readonly realDir: string
}

/** The content of a finished bundle. */
export interface FinishedBundle {
  /** Output name → content. */
  readonly files: ReadonlyMap<string, string | Uint8Array>
  /** Sources, absolute; those that are no files are left out. */
  readonly inputs: Iterable<string>
  readonly external: readonly string[]
  readonly entryPoints: BuildManifest['entryPoints']
  readonly bundler: BuildManifest['bundler']
}

/**
 * Replaces the bundle of a request: the files are written aside and moved to its folder one by one, `build.json` comes last, and
 * then the files go that only the bundle before had. Whatever interrupts it, what `build.json` lists is complete or has to
 * be built.
 *
 * Several builds of one plugin may run at once, and one may pack while another is here: that is why the folder stays.
 * Names are made of content, so builds of the same sources move the same files over each other; of others the last wins.
 */
export async function writeBundle(bundle: FinishedBundle, place: BundlePlace): Promise<void> {
  const { request, realDir } = place
  const folder = bundleDir(realDir, request.id)
  const aside = `${folder}.${randomBytes(6).toString('hex')}`
  const outputs = [...bundle.files].toSorted(([a], [b]) => (a < b ? -1 : 1))
  try {
    await mkdir(aside, { recursive: true })
    for (const [name, content] of outputs) {
      await mkdir(path.dirname(path.join(aside, name)), { recursive: true })
      await writeFile(path.join(aside, name), content)
    }
    const inputs = await digestInputs(bundle.inputs, place)
    for (const [name] of outputs) {
      await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
      await rename(path.join(aside, name), path.join(folder, name))
    }
    const previous = await readBuildManifest(realDir, request.id)
    await writeBuildManifest(realDir, {
      bundler: bundle.bundler,
      request,
      inputs,
      outputs: outputs.map(([name, content]) => ({
        path: name,
        size: Buffer.byteLength(content),
        sha256: sha256(content),
      })),
      external: bundle.external,
      entryPoints: bundle.entryPoints,
    })
    await removeOutdated(folder, { previous, files: bundle.files })
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** A `build.json` can be edited: nothing outside the folder is removed, whatever it lists. */
async function removeOutdated(
  folder: string,
  {
    previous,
    files,
  }: { readonly previous: BuildManifest | undefined; readonly files: FinishedBundle['files'] },
): Promise<void> {
  const outdated = new Set(previous?.outputs.map((output) => output.path).filter((name) => !files.has(name)))
  if (outdated.size === 0) return
  for (const name of await readdir(folder, { recursive: true })) {
    if (outdated.has(toSlashes(name))) await rm(path.join(folder, name), { force: true })
  }
}

async function digestInputs(sources: Iterable<string>, { dir, realDir }: BundlePlace): Promise<BuildInput[]> {
  const inputs = new Map<string, string>()
  for (const source of sources) {
    const isFile = await stat(source).then(
      (stats) => stats.isFile(),
      () => false,
    )
    if (!isFile) continue
    const inside = path.relative(realDir, source)
    // A path out of the folder is read from the folder as the caller named it, which may be a link.
    const shown = inside.startsWith('..') ? path.relative(dir, source) : inside
    inputs.set(toSlashes(shown), sha256(await readFile(source)))
  }
  return [...inputs]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, digest]) => ({ path: name, sha256: digest }))
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
