import { hash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { Rolldown } from 'vite'
import type { BuiltFile, ByteCounts } from './build-manifest.ts'

/**
 * The size and the digest of an output file. Equal content counts alike on every machine whose zlib deflates alike.
 *
 * @param gzip whether to compress scripts and stylesheets for their size, which takes about ten times the rest.
 */
export function measureFile(
  file: Rolldown.OutputChunk | Rolldown.OutputAsset,
  { gzip }: { readonly gzip: boolean },
): Pick<BuiltFile, 'bytes' | 'gzip' | 'integrity'> {
  const content = file.type === 'chunk' ? file.code : file.source
  return {
    bytes: Buffer.byteLength(content),
    ...(gzip && isText(file.fileName) && { gzip: gzipSync(content).length }),
    integrity: `sha384-${hash('sha384', content, 'base64')}`,
  }
}

/** Images and fonts are compressed already. */
function isText(name: string): boolean {
  return /\.(?:[cm]?js|css)$/.test(name)
}

/** Adds up sizes; there is a sum of compressed ones where there are compressed ones. */
export function sumBytes(files: readonly ByteCounts[], { gzip }: { readonly gzip: boolean }): ByteCounts {
  const add = (key: keyof ByteCounts): number =>
    files.reduce((sum, file) => sum + (file[key] ?? file.bytes), 0)
  return { bytes: add('bytes'), ...(gzip && { gzip: add('gzip') }) }
}
