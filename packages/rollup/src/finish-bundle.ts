import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { BuiltEntryPoint } from '@plugwright/pack'
import { findBundledShared, findMissingExports, renameChunks, writeBundle } from '@plugwright/pack/bundling'
import { toBuiltModules } from './built-modules.ts'
import type { BuiltOutput } from './built-output.ts'
import { nameAssets } from './name-assets.ts'
import { findExternalConflict } from './option-conflicts.ts'
import type { HookChunk } from './plugin-interface.ts'
import { type BundleSession, entryPointOf } from './session.ts'
import { createStyles, type Styles } from './styles.ts'
import { toUnnamedFiles } from './unnamed-files.ts'

/**
 * Turns the output of a build into the bundle of a request: checks it, names its files after their content and
 * writes them with their `build.json`. With an error nothing is written, and an earlier bundle stays.
 */
export async function finishBundle(output: BuiltOutput, session: BundleSession): Promise<Diagnostic[]> {
  const external = toExternals(output, session)
  const diagnostics = [
    ...findBundledShared(output.modules, session),
    ...findExternalConflict(external, session),
    ...findMissingExports(toBuiltModules(output, session), session),
  ]
  if (hasErrors(diagnostics)) return diagnostics

  const assets = nameAssets(output)
  const styles = createStyles(output, session)
  const renamed = renameChunks(toUnnamedFiles({ output, session, styles, assets }))
  const names = new Map(renamed.map(({ oldName, name }) => [oldName, name]))
  const texts = renamed.map(({ text }) => text)
  await writeBundle(
    {
      files: new Map<string, string | Uint8Array>([
        ...renamed.map(({ name, text }) => [name, text] as const),
        ...assets.referencedBy(texts),
        ...toSourceMaps(output, { names, styles }),
      ]),
      inputs: output.sources,
      external,
      entryPoints: toEntryPoints(output, { session, styles, names }),
      bundler: output.bundler,
    },
    session,
  )
  return diagnostics
}

/** Source maps by their names. Those of style sheets that are part of a module are gone. */
function toSourceMaps(
  { chunks, assets }: BuiltOutput,
  { names, styles }: { names: ReadonlyMap<string, string>; styles: Styles },
): [string, string][] {
  const maps = new Map(
    assets
      .filter(({ fileName }) => fileName.endsWith('.map'))
      .map(({ fileName, source }) => [fileName.slice(0, -'.map'.length), Buffer.from(source).toString()]),
  )
  return chunks.flatMap(({ fileName }): [string, string][] => {
    const map = maps.get(fileName)
    return map === undefined
      ? []
      : [[`${names.get(fileName) ?? fileName}.map`, styles.mapOf(fileName, toStableMap(map))]]
  })
}

/** References to assets are numbered in the order in which files happen to be read; `file` is a name that is gone. */
function toStableMap(text: string): string {
  const { file: _, ...map } = JSON.parse(text.replace(ASSET_REFERENCE, '$1')) as Record<string, unknown>
  return JSON.stringify(map)
}

const ASSET_REFERENCE = /\b(import\.meta\.ROLL(?:DOWN|UP)_FILE_URL)_[\w$-]+/g

/** The modules that the output imports from outside. */
function toExternals({ chunks }: BuiltOutput, { required }: BundleSession): string[] {
  const own = new Set(chunks.map(({ fileName }) => fileName))
  const imported = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
  return [...new Set([...imported.filter((name) => !own.has(name)), ...required])].toSorted()
}

function toEntryPoints(
  { chunks }: BuiltOutput,
  on: {
    readonly session: BundleSession
    readonly styles: Styles
    readonly names: ReadonlyMap<string, string>
  },
): BuiltEntryPoint[] {
  const { session, styles, names } = on
  const { request } = session
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const nameOf = (fileName: string): string => names.get(fileName) ?? fileName
  return request.entryPoints.map(({ name, module }) => {
    const chunk = chunks.find(({ fileName, isEntry }) => {
      if (!isEntry) return false
      return request.shape === 'server-cjs' || entryPointOf(fileName, session)?.module === module
    })
    if (chunk === undefined) throw new Error(`The build made no output for the entry point ${module}.`)
    const loaded = loadOrder(chunk, byName)
    return {
      name,
      module,
      file: nameOf(chunk.fileName),
      css: [...new Set(loaded.flatMap((one) => styles.sheetsOf(one)))].map(nameOf),
      imports: loaded
        .filter((one) => one !== chunk)
        .map(({ fileName }) => nameOf(fileName))
        .toSorted(),
    }
  })
}

/** A chunk and those that are loaded with it, in the order in which they run. */
function loadOrder(start: HookChunk, chunks: ReadonlyMap<string, HookChunk>): HookChunk[] {
  const order = new Set<HookChunk>()
  const seen = new Set<HookChunk>()
  const visit = (chunk: HookChunk): void => {
    if (seen.has(chunk)) return
    seen.add(chunk)
    for (const name of chunk.imports) {
      const next = chunks.get(name)
      if (next !== undefined) visit(next)
    }
    order.add(chunk)
  }
  visit(start)
  return [...order]
}
