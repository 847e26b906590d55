import path from 'node:path'
import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import {
  canonicalPath,
  findMissingExports,
  injectCss,
  renameChunks,
  toFileStem,
  toPortableSourceMap,
  writeBundle,
} from '@plugwright/pack/bundling'
import type { StyledFiles, UnnamedFile } from '@plugwright/pack/bundling'
import type { BuildResult, Metafile } from 'esbuild'
import { version } from 'esbuild'
import { toBuiltEntryPoints } from './built-entry-points.ts'
import { toBuiltModules } from './built-modules.ts'
import { entryIndexOf } from './esbuild-options.ts'
import type { BundleSession } from './session.ts'
import { checkShared } from './shared-check.ts'
import { toSourceFile } from './source-path.ts'

/** A build with the needed options that went through. */
export interface EsbuildOutput {
  readonly metafile: Metafile
  readonly outputFiles: NonNullable<BuildResult['outputFiles']>
  /** The folder that the metafile's paths are relative to. */
  readonly workingDir: string
}

/**
 * Turns esbuild's output into the bundle of a request: checks it, names its files after their content and writes
 * them with their `build.json`. With an error nothing is written, and an earlier bundle stays.
 */
export async function finishBundle(output: EsbuildOutput, session: BundleSession): Promise<Diagnostic[]> {
  const { metafile, workingDir } = output
  const diagnostics = [
    ...checkShared(metafile, { ...session, workingDir }),
    ...findMissingExports(toBuiltModules(output, session), session),
  ]
  if (hasErrors(diagnostics)) return diagnostics

  const referenced = keepReferenced(output)
  const kept = session.request.css === 'inject' ? injectCss(referenced) : referenced
  const renamed = renameChunks(
    [...kept.code].map(([name, text]) => toUnnamed({ name, text }, { output, session, styles: kept.styles })),
  )
  const names = new Map(renamed.map(({ oldName, name }) => [oldName, name]))
  const files = new Map<string, string | Uint8Array>(renamed.map(({ name, text }) => [name, text]))
  const texts = renamed.map(({ text }) => text)
  for (const [name, { bytes }] of session.assets) {
    // What was imported and then found unused is emitted all the same.
    if (texts.some((text) => text.includes(name))) files.set(name, bytes)
  }
  for (const [owner, text] of kept.maps) {
    files.set(
      `${names.get(owner) ?? owner}.map`,
      toPortableSourceMap(text, (source) =>
        canonicalPath(toSourceFile(source, outputDir(output)), session.realDir),
      ),
    )
  }
  await writeBundle(
    {
      files,
      inputs: sourcesOf(output, session),
      external: externalsOf(metafile),
      entryPoints: toBuiltEntryPoints(metafile, { request: session.request, names }),
      bundler: { name: 'esbuild', version },
    },
    session,
  )
  return diagnostics
}

/**
 * esbuild writes a style sheet for each chunk that is loaded lazily, too. Nothing would load those, and their rules
 * are in the sheets of the entry points already.
 */
function keepReferenced({ metafile, outputFiles }: EsbuildOutput): StyledFiles {
  const styles = new Map<string, string>()
  for (const [output, { cssBundle }] of Object.entries(metafile.outputs)) {
    if (cssBundle === undefined || entryIndexOf(path.basename(output)) === undefined) continue
    styles.set(path.basename(cssBundle), path.basename(output))
  }
  const isKept = (name: string): boolean => !name.endsWith('.css') || styles.has(name)
  const code = new Map<string, string>()
  const maps = new Map<string, string>()
  for (const { path: file, text } of outputFiles) {
    const name = path.basename(file)
    if (name.endsWith('.map')) maps.set(name.slice(0, -'.map'.length), text)
    else if (isKept(name)) code.set(name, text)
  }
  for (const owner of maps.keys()) if (!code.has(owner)) maps.delete(owner)
  return { code, maps, styles }
}

function toUnnamed(
  { name, text }: Pick<UnnamedFile, 'name' | 'text'>,
  {
    output,
    session,
    styles,
  }: { output: EsbuildOutput; session: BundleSession; styles: StyledFiles['styles'] },
): UnnamedFile {
  const { request, realDir } = session
  const index = entryIndexOf(styles.get(name) ?? name)
  const entry = request.shape === 'server-cjs' || index === undefined ? undefined : request.entryPoints[index]
  const [, { inputs }] = outputOf(output.metafile, name)
  const sources = Object.keys(inputs).map((input) =>
    canonicalPath(toSourceFile(input, output.workingDir), realDir),
  )
  return {
    name,
    text,
    stem: index === undefined ? 'chunk' : toFileStem(entry?.name ?? request.id),
    identity: JSON.stringify([entry?.name ?? null, sources]),
  }
}

function externalsOf({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports)
  const modules = imports.filter(
    ({ external, kind }) => external === true && kind !== 'url-token' && kind !== 'import-rule',
  )
  return [...new Set(modules.map((imported) => imported.path))].toSorted()
}

/** Every file that was read: esbuild's inputs, some with the namespace of a plugin before their path, and ours. */
function* sourcesOf(
  { metafile, workingDir }: EsbuildOutput,
  { assets, sources }: BundleSession,
): Generator<string> {
  for (const input of Object.keys(metafile.inputs)) yield toSourceFile(input, workingDir)
  for (const { source } of assets.values()) yield source
  yield* sources
}

function outputOf({ outputs }: Metafile, name: string): [string, Metafile['outputs'][string]] {
  const found = Object.entries(outputs).find(([output]) => path.basename(output) === name)
  if (found === undefined) throw new Error(`esbuild's metafile does not list the output ${name}.`)
  return found
}

function outputDir({ outputFiles }: EsbuildOutput): string {
  return path.dirname(outputFiles[0]?.path ?? '')
}
