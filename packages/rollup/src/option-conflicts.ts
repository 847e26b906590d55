import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { isSharedImport } from '@plugwright/pack/bundling'
import { rollupOptionConflict } from './diagnostics.ts'
import type { HookInputOptions, HookOutputOptions, HookViteConfig } from './plugin-interface.ts'
import { type BundleSession, toInput } from './session.ts'

const LEFT_OUT = 'it left out: files are named after their content, and go to .plugwright/build'

/** Where files go and how they refer to each other is not for the build to choose. */
const UNWANTED: Readonly<Record<string, string>> = {
  file: LEFT_OUT,
  entryFileNames: LEFT_OUT,
  chunkFileNames: LEFT_OUT,
  assetFileNames: LEFT_OUT,
  cssEntryFileNames: LEFT_OUT,
  cssChunkFileNames: LEFT_OUT,
  preserveModules: 'it left out: each page is one module, with chunks beside',
  name: 'it left out: pages are ES modules',
  globals: 'it left out: pages are ES modules',
}

/** Finds what in the options of an output contradicts a package; in a Vite build they are Vite's for the most part. */
export function findOutputConflicts(
  given: HookOutputOptions,
  { isVite, outputs }: { readonly isVite: boolean; readonly outputs: number },
): Diagnostic[] {
  const { format, sourcemap } = given
  const conflicts = isVite ? [] : unwanted({ ...given }, '')
  if (format !== undefined && !['es', 'esm', 'module'].includes(format)) {
    conflicts.push(rollupOptionConflict('output.format', format, '"es"'))
  }
  if (sourcemap === 'inline') {
    conflicts.push(rollupOptionConflict('output.sourcemap', sourcemap, 'true, "hidden" or false'))
  }
  if (outputs > 1) conflicts.push(rollupOptionConflict('output', `${outputs} outputs`, 'one'))
  return conflicts
}

/** Finds entry points that are not the manifest's; none at all are no conflict. */
export function findInputConflict({ input = [] }: HookInputOptions, session: BundleSession): Diagnostic[] {
  const given = typeof input === 'string' ? [input] : Object.values(input)
  if (given.length === 0) return []
  const files = new Set(given.map((file) => path.resolve(session.realDir, file)))
  const shown = session.request.entryPoints.map(({ module }) => module)
  const alternatives = [
    Object.values(toInput(session)),
    shown.map((module) => path.join(session.dir, module)),
    shown.map((module) => path.resolve(module)),
  ]
  const isSame = alternatives.some(
    (wanted) => wanted.length === files.size && wanted.every((file) => files.has(file)),
  )
  return isSame ? [] : [rollupOptionConflict('input', given, `the manifest's: ${shown.join(', ')}`)]
}

/** Finds what in a Vite configuration contradicts a package. */
export function findViteConflicts({ base, build = {} }: HookViteConfig): Diagnostic[] {
  const conflicts: Diagnostic[] = []
  if (base !== undefined && base !== './' && base !== '') {
    conflicts.push(rollupOptionConflict('base', base, 'it left out: assets are found relative to the module'))
  }
  for (const name of ['lib', 'ssr']) {
    const value = build[name]
    if (value === undefined || value === false) continue
    conflicts.push(rollupOptionConflict(`build.${name}`, value, 'it left out: pages are for a browser'))
  }
  for (const name of ['rollupOptions', 'rolldownOptions']) {
    const output = (build[name] as { output?: unknown } | undefined)?.output
    if (typeof output === 'object' && output !== null) {
      conflicts.push(...unwanted({ ...output }, `build.${name}.`))
    }
  }
  return conflicts
}

/** Finds packages that are left to the host and are not shared by it. */
export function findExternalConflict(
  external: readonly string[],
  { request, isFrontend }: BundleSession,
): Diagnostic[] {
  const wrong = external.filter((id) => !isSharedImport(id, request.external))
  if (!isFrontend || wrong.length === 0) return []
  const needed = `only shared packages there: ${request.external.join(', ')}`
  return [rollupOptionConflict('external', wrong, needed)]
}

function unwanted(output: Readonly<Record<string, unknown>>, prefix: string): Diagnostic[] {
  return Object.entries(UNWANTED).flatMap(([name, needed]) => {
    const value = output[name]
    if (value === undefined || value === false) return []
    return [rollupOptionConflict(`${prefix}output.${name}`, value, needed)]
  })
}
