import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { bundleExportMissing, toSlashes } from '@plugwright/pack/bundling'
import { entryIndexOf } from './esbuild-options.ts'
import type { EsbuildOutput } from './finish-bundle.ts'
import type { BundleSession } from './session.ts'

/**
 * Finds entry points that do not export what the request needs of them. Of CommonJS bodies esbuild knows no exports; the ES
 * modules of the same routers are asked for beside.
 */
export function findMissingExports(
  { metafile, outputFiles }: Pick<EsbuildOutput, 'metafile' | 'outputFiles'>,
  { request, dir }: Pick<BundleSession, 'request' | 'dir'>,
): Diagnostic[] {
  if (request.shape === 'server-cjs') return []
  const texts = new Map(outputFiles.map((file) => [path.basename(file.path), file]))
  const diagnostics: Diagnostic[] = []
  for (const [output, { exports: found }] of Object.entries(metafile.outputs)) {
    const name = path.basename(output)
    const index = entryIndexOf(name)
    const entryPoint = index === undefined ? undefined : request.entryPoints[index]
    if (entryPoint === undefined || !/\.m?js$/.test(name)) continue
    const missing = (entryPoint.exports ?? []).filter((names) => !names.some((one) => found.includes(one)))
    if (missing.length === 0 || EXPORTS_UNKNOWN.test(texts.get(name)?.text ?? '')) continue
    const file = toSlashes(path.join(dir, entryPoint.module))
    diagnostics.push(...missing.map((names) => bundleExportMissing(file, { names, found })))
  }
  return diagnostics
}

/** What an external module exports is known to the host alone: `export * from 'react'`. */
const EXPORTS_UNKNOWN = /\bexport\s*\*\s*from\b/
