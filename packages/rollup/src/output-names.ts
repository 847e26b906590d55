import path from 'node:path'
import { canonicalPath } from '@plugwright/pack/bundling'
import { type BundleSession, entryName, fileOfModule } from './session.ts'

/** How outputs are named until they are named after their content, in a form that can be found in their texts. */
export interface OutputNames {
  entryFileNames(chunk: { readonly name: string; readonly facadeModuleId?: string | null }): string
  readonly chunkFileNames: string
  assetFileNames(asset: { readonly names: readonly string[] }): string
  readonly hashCharacters: 'hex'
  sourcemapPathTransform(source: string, map: string): string
}

/** All modules and style sheets in one folder, and all other files in `assets/`: so URLs are right in each of them. */
export function toOutputNames(session: BundleSession): OutputNames {
  const { isFrontend, request, entryFiles, realDir } = session
  const extension = isFrontend ? '.js' : request.shape === 'server-cjs' ? '.cjs' : '.mjs'
  return {
    entryFileNames({ name, facadeModuleId }) {
      const index = entryFiles.indexOf(fileOfModule(facadeModuleId ?? ''))
      return `${index === -1 ? name : entryName(index)}${extension}`
    },
    chunkFileNames: `plugwright-chunk-[hash:8]${extension}`,
    assetFileNames: ({ names }) =>
      names.some((name) => name.endsWith('.css'))
        ? 'plugwright-chunk-[hash:8].css'
        : 'assets/plugwright-asset-[hash:16][extname]',
    hashCharacters: 'hex',
    sourcemapPathTransform: (source, map) => canonicalPath(path.resolve(path.dirname(map), source), realDir),
  }
}
