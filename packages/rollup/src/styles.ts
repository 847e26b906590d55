import { injectCss } from '@plugwright/pack/bundling'
import type { BuiltOutput } from './built-output.ts'
import type { HookChunk } from './plugin-interface.ts'
import type { BundleSession } from './session.ts'

/** The style sheets of a bundle. */
export interface Styles {
  /** Sheets that stay files, with the chunk that has them first, where that is known. */
  readonly sheets: ReadonlyMap<string, { readonly text: string; readonly owner: HookChunk | undefined }>
  /** The names of the sheets of one chunk. */
  sheetsOf(chunk: HookChunk): readonly string[]
  /** The text of a chunk, with its CSS where that is part of it. */
  codeOf(chunk: HookChunk): string
  /** A source map that fits to {@link codeOf}. */
  mapOf(fileName: string, map: string): string
}

/**
 * Says which sheet belongs to which chunk. Vite knows; in a build by Rollup or Rolldown alone nobody does, and every entry
 * point gets every sheet.
 */
export function createStyles({ chunks, assets }: BuiltOutput, { request }: BundleSession): Styles {
  const texts = new Map(
    assets
      .filter(({ fileName }) => fileName.endsWith('.css'))
      .map(({ fileName, source }) => [fileName, Buffer.from(source).toString()]),
  )
  const isKnown = chunks.some(({ viteMetadata }) => viteMetadata !== undefined)
  const namesOf = ({ viteMetadata, isEntry }: HookChunk): string[] => {
    if (isKnown) return [...(viteMetadata?.importedCss ?? [])].filter((name) => texts.has(name))
    return isEntry ? [...texts.keys()].toSorted() : []
  }
  const ownerOf = (sheet: string): HookChunk | undefined =>
    isKnown ? chunks.find((chunk) => namesOf(chunk).includes(sheet)) : undefined
  if (request.css === 'file') {
    return {
      sheets: new Map([...texts].map(([name, text]) => [name, { text, owner: ownerOf(name) }])),
      sheetsOf: namesOf,
      codeOf: ({ code }) => code,
      mapOf: (_, map) => map,
    }
  }
  const inject = (fileName: string, file: { code?: string; map?: string }): ReturnType<typeof injectCss> =>
    injectCss({
      code: new Map([[fileName, file.code ?? ''], ...texts]),
      maps: new Map(file.map === undefined ? [] : [[fileName, file.map]]),
      styles: new Map([...texts.keys()].map((name) => [name, fileName])),
    })
  return {
    sheets: new Map(),
    sheetsOf: () => [],
    codeOf: ({ fileName, code }) => inject(fileName, { code }).code.get(fileName) ?? code,
    mapOf: (fileName, map) => inject(fileName, { map }).maps.get(fileName) ?? map,
  }
}
