import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { BundleEntryPoint, BundleRequest } from '../bundler.ts'
import { bundleExportMissing } from './diagnostics.ts'
import { toSlashes } from './source-path.ts'

/** The module that an entry point became. */
export interface BuiltModule {
  readonly entryPoint: BundleEntryPoint
  /** Names, `default` among them. */
  readonly exports: readonly string[]
  readonly text: string
}

/**
 * Finds entry points that do not export what the request needs of them. Of CommonJS bodies bundlers know no exports; the ES
 * modules of the same routers are asked for beside. `dir` is the plugin folder.
 */
export function findMissingExports(
  modules: readonly BuiltModule[],
  { request, dir }: { readonly request: BundleRequest; readonly dir: string },
): Diagnostic[] {
  if (request.shape === 'server-cjs') return []
  return modules.flatMap(({ entryPoint, exports: found, text }) => {
    const missing = (entryPoint.exports ?? []).filter((names) => !names.some((one) => found.includes(one)))
    if (missing.length === 0 || EXPORTS_UNKNOWN.test(text)) return []
    const file = toSlashes(path.join(dir, entryPoint.module))
    return missing.map((names) => bundleExportMissing(file, { names, found }))
  })
}

/** What an external module exports is known to the host alone: `export * from 'react'`. */
const EXPORTS_UNKNOWN = /\bexport\s*\*\s*from\b/
