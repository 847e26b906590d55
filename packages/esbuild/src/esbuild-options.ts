import { existsSync } from 'node:fs'
import path from 'node:path'
import { bundleDir } from '@plugwright/pack'
import type { BuildOptions, Plugin } from 'esbuild'
import { assets } from './dialect/assets.ts'
import { cssModules } from './dialect/css-modules.ts'
import { nodeBuiltins, sharedPackages } from './dialect/externals.ts'
import { IMPORT_META_DEFINES, importMeta } from './dialect/import-meta.ts'
import { SERVER_BODY, serverBody } from './dialect/server-body.ts'
import type { OutputOptions } from './options.ts'
import type { BundleSession } from './session.ts'

/** What the outputs of a bundle depend on; a value of one's own for any of these is a conflict. */
export interface NeededOptions extends BuildOptions {
  readonly entryPoints: { in: string; out: string }[]
  readonly outdir: string
  readonly metafile: true
  readonly write: false
}

/** The options without which a request cannot be fulfilled. */
export function neededOptions(session: BundleSession): NeededOptions {
  const { request, realDir, isFrontend } = session
  const isBody = request.shape === 'server-cjs'
  return {
    entryPoints: isBody
      ? [{ in: SERVER_BODY, out: entryName(0) }]
      : request.entryPoints.map(({ module }, index) => ({
          in: path.join(realDir, module),
          out: entryName(index),
        })),
    outdir: bundleDir(realDir, request.id),
    entryNames: '[name]',
    chunkNames: 'plugwright-chunk-[hash]',
    outExtension: isFrontend ? { '.js': '.js' } : { '.js': isBody ? '.cjs' : '.mjs' },
    bundle: true,
    format: isBody ? 'cjs' : 'esm',
    platform: isFrontend ? 'browser' : 'node',
    splitting: request.shape === 'pages' || request.shape === 'server-esm',
    metafile: true,
    write: false,
  }
}

/** The options that a bundle has unless somebody has set others. */
export function defaultOptions(session: BundleSession, options: Required<OutputOptions>): BuildOptions {
  return {
    target: 'es2022',
    jsx: 'automatic',
    jsxDev: false,
    charset: 'utf8',
    legalComments: 'eof',
    minify: options.minify,
    sourcemap: options.sourcemap === 'linked' ? 'linked' : false,
    ...tsconfigOf(session),
    ...(session.isFrontend
      ? {
          conditions: ['module', 'production'],
          resolveExtensions: ['.mjs', '.js', '.mts', '.ts', '.jsx', '.tsx', '.json'],
        }
      : {}),
  }
}

/** Values that esbuild puts in place of expressions. */
export function neededDefines({ isFrontend, request }: BundleSession): Record<string, string> {
  if (isFrontend) return { ...IMPORT_META_DEFINES, 'process.env.NODE_ENV': '"production"' }
  // CommonJS dependencies ask for these; an ES module has them under other names, in every Node that is supported.
  return request.shape === 'server-esm'
    ? { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' }
    : {}
}

/** The portable dialect as esbuild plugins, in the order in which they may answer. */
export function dialectPlugins(session: BundleSession): Plugin[] {
  const { isFrontend, request } = session
  if (isFrontend)
    return [assets(session), cssModules(session), importMeta(session), sharedPackages(request.external)]
  return [serverBody(session), nodeBuiltins(), importMeta(session), sharedPackages(request.external)]
}

/** The entry point of the request that an output belongs to: `plugwright-entry-3.js` → 3. */
export function entryIndexOf(outputName: string): number | undefined {
  const index = /^plugwright-entry-(\d+)\./.exec(outputName)?.[1]
  return index === undefined ? undefined : Number(index)
}

function entryName(index: number): string {
  return `plugwright-entry-${index}`
}

/**
 * The plugin's own tsconfig.json, nearest to its first entry point. esbuild would go on looking above the plugin's
 * folder, and the package would depend on where that lies.
 */
function tsconfigOf({ request, realDir }: BundleSession): Pick<BuildOptions, 'tsconfig' | 'tsconfigRaw'> {
  const [first] = request.entryPoints
  let folder = path.posix.dirname(first?.module ?? '.')
  for (;;) {
    const file = path.join(realDir, folder, 'tsconfig.json')
    if (existsSync(file)) return { tsconfig: file }
    if (folder === '.' || folder === '/') return { tsconfigRaw: {} }
    folder = path.posix.dirname(folder)
  }
}
