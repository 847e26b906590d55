import path from 'node:path'
import type { BundledModules } from '@plugwright/pack/bundling'
import type { HookAsset, HookChunk, HookContext, HookOutput } from './plugin-interface.ts'
import { type BundleSession, fileOfModule } from './session.ts'

/** What a build made of a request, before its files have their names. */
export interface BuiltOutput {
  readonly chunks: readonly HookChunk[]
  readonly assets: readonly HookAsset[]
  readonly modules: BundledModules
  /** Every file that was read, absolute. */
  readonly sources: readonly string[]
  readonly bundler: { readonly name: string; readonly version: string }
}

/** Copies what the hook `generateBundle` is given; what it is given is gone afterwards. */
export function readOutput(
  bundle: Readonly<Record<string, HookOutput>>,
  context: HookContext,
  session: BundleSession,
): BuiltOutput {
  const outputs = Object.values(bundle)
  const ids = [...context.getModuleIds()]
  const modules = readModules(ids, context)
  const files = [...ids.map(fileOfModule), ...session.read, ...(context.getWatchFiles?.() ?? [])]
  return {
    chunks: outputs.filter((output) => output.type === 'chunk').map(copyChunk),
    assets: outputs
      .filter((output) => output.type === 'asset')
      .map(({ type, fileName, names, source }) => ({ type, fileName, names: [...names], source })),
    modules,
    sources: [...new Set(files)].filter((file) => path.isAbsolute(file)),
    bundler: toBundler(context.meta),
  }
}

function readModules(ids: readonly string[], context: HookContext): BundledModules {
  const known = new Set(ids)
  const infos = new Map(ids.map((id) => [id, context.getModuleInfo(id)]))
  const imports = new Map(
    [...infos].map(([id, info]) => {
      const all = info === null ? [] : [...info.importedIds, ...info.dynamicallyImportedIds]
      return [id, all.filter((other) => known.has(other))] as const
    }),
  )
  return {
    entries: ids.filter((id) => infos.get(id)?.isEntry === true),
    importsOf: (id) => imports.get(id) ?? [],
    isCode: (id) => /\.(?:[cm]?[jt]sx?|vue|svelte)$/.test(fileOfModule(id)) && !TEXT_OR_URL.test(id),
    fileOf: fileOfModule,
  }
}

const TEXT_OR_URL = /[?&](?:raw|url)\b/

/** The properties of a chunk are getters, some of which work only inside the hook. */
function copyChunk(chunk: HookChunk): HookChunk {
  const { fileName, code, map, isEntry, facadeModuleId, viteMetadata } = chunk
  return {
    type: 'chunk',
    fileName,
    code,
    map,
    isEntry,
    facadeModuleId,
    moduleIds: [...chunk.moduleIds],
    exports: [...chunk.exports],
    imports: [...chunk.imports],
    dynamicImports: [...chunk.dynamicImports],
    ...(viteMetadata && { viteMetadata: { importedCss: new Set(viteMetadata.importedCss) } }),
  }
}

function toBundler({
  viteVersion,
  rolldownVersion,
  rollupVersion,
}: HookContext['meta']): BuiltOutput['bundler'] {
  if (viteVersion !== undefined) return { name: 'vite', version: viteVersion }
  if (rolldownVersion !== undefined) return { name: 'rolldown', version: rolldownVersion }
  return { name: 'rollup', version: rollupVersion }
}
