import { canonicalPath, type UnnamedFile } from '@plugwright/pack/bundling'
import type { BuiltOutput } from './built-output.ts'
import type { NamedAssets } from './name-assets.ts'
import type { HookChunk } from './plugin-interface.ts'
import { type BundleSession, entryPointOf, fileOfModule } from './session.ts'
import type { Styles } from './styles.ts'

/** Modules and style sheets as they go into naming: with the final names of assets in their texts. */
export function toUnnamedFiles(on: {
  readonly output: BuiltOutput
  readonly session: BundleSession
  readonly styles: Styles
  readonly assets: NamedAssets
}): UnnamedFile[] {
  const { output, session, styles, assets } = on
  const code = output.chunks.map((chunk) => ({
    name: chunk.fileName,
    text: assets.rename(styles.codeOf(chunk)),
    ...describe(chunk, session),
  }))
  const sheets = [...styles.sheets].map(([name, { text, owner }]) => ({
    name,
    text: assets.rename(text),
    ...(owner === undefined ? { stem: 'chunk', identity: name } : describe(owner, session)),
  }))
  return [...code, ...sheets]
}

function describe(chunk: HookChunk, session: BundleSession): Pick<UnnamedFile, 'stem' | 'identity'> {
  const entryPoint = entryPointOf(chunk.fileName, session)
  const sources = chunk.moduleIds.map((id) => canonicalPath(fileOfModule(id), session.realDir))
  return {
    stem: entryPoint?.stem ?? 'chunk',
    identity: JSON.stringify([entryPoint?.name ?? null, sources]),
  }
}
