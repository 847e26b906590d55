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
  const files: UnnamedFile[] = []
  for (const chunk of output.chunks) {
    const text = assets.rename(styles.codeOf(chunk))
    files.push({ name: chunk.fileName, text, ...describe(chunk, session) })
  }
  for (const [name, sheet] of styles.sheets) {
    const text = assets.rename(sheet.text)
    const { owner } = sheet
    files.push({ name, text, ...(owner ? describe(owner, session) : { stem: 'styles', identity: text }) })
  }
  return files
}

function describe(chunk: HookChunk, session: BundleSession): Pick<UnnamedFile, 'stem' | 'identity'> {
  const entryPoint = entryPointOf(chunk.fileName, session)
  const sources = chunk.moduleIds.map((id) => canonicalPath(fileOfModule(id), session.realDir))
  return {
    stem: entryPoint?.stem ?? 'chunk',
    identity: JSON.stringify([entryPoint?.name ?? null, sources]),
  }
}
