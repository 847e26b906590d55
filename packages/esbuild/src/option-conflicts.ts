import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { packageNameOf } from '@plugwright/pack/bundling'
import type { BuildOptions } from 'esbuild'
import { esbuildOptionConflict } from './diagnostics.ts'
import { neededOptions } from './esbuild-options.ts'
import type { BundleSession } from './session.ts'

/** Finds the options of an existing build that contradict what a package needs; those not given are no conflict. */
export function findOptionConflicts(given: BuildOptions, session: BundleSession): Diagnostic[] {
  return [
    ...wrongValues(given, session),
    ...unwanted(given),
    ...wrongSourcemap(given),
    ...wrongExternals(given, session),
    ...wrongEntryPoints(given, session),
  ]
}

const FIXED = ['bundle', 'format', 'platform', 'splitting', 'metafile', 'write'] as const

function wrongValues(given: BuildOptions, session: BundleSession): Diagnostic[] {
  const needed = neededOptions(session)
  return FIXED.filter((name) => given[name] !== undefined && given[name] !== needed[name]).map((name) =>
    esbuildOptionConflict(name, given[name], JSON.stringify(needed[name])),
  )
}

/** Where files go and how they refer to each other is not for the build to choose. */
const UNWANTED = {
  outdir: 'it left out: the bundle goes to .plugwright/build, and the package to "outputDir" of plugwright()',
  outfile:
    'it left out: the bundle goes to .plugwright/build, and the package to "outputDir" of plugwright()',
  outbase: 'it left out: files are named after their content',
  entryNames: 'it left out: files are named after their content',
  chunkNames: 'it left out: files are named after their content',
  assetNames: 'it left out: files are named after their content',
  outExtension: 'it left out: files are named after their content',
  publicPath: 'it left out: assets are found relative to the module that uses them',
  globalName: 'it left out: pages are ES modules',
  stdin: 'it left out: entry points are files of the plugin',
  packages: 'it left out: the host shares nothing but the shared packages',
} as const satisfies Partial<Record<keyof BuildOptions, string>>

function unwanted(given: BuildOptions): Diagnostic[] {
  return Object.entries(UNWANTED).flatMap(([name, needed]) => {
    const value = given[name as keyof typeof UNWANTED]
    return value === undefined ? [] : [esbuildOptionConflict(name, value, needed)]
  })
}

function wrongSourcemap({ sourcemap }: BuildOptions): Diagnostic[] {
  if (sourcemap !== 'inline' && sourcemap !== 'both') return []
  return [esbuildOptionConflict('sourcemap', sourcemap, 'true, "linked", "external" or false')]
}

function wrongExternals({ external = [] }: BuildOptions, { request }: BundleSession): Diagnostic[] {
  const wrong = external.filter((name) => !request.external.includes(packageNameOf(name) ?? name))
  if (wrong.length === 0) return []
  return [
    esbuildOptionConflict('external', wrong, `only shared packages there: ${request.external.join(', ')}`),
  ]
}

function wrongEntryPoints(
  { entryPoints, absWorkingDir }: BuildOptions,
  session: BundleSession,
): Diagnostic[] {
  const given = listEntryPoints(entryPoints)
  if (given.length === 0) return []
  const files = new Set(given.map((entry) => path.resolve(absWorkingDir ?? process.cwd(), entry)))
  const needed = session.request.entryPoints.map(({ module }) => module)
  const isSame =
    files.size === needed.length &&
    needed.every(
      (module) => files.has(path.join(session.dir, module)) || files.has(path.join(session.realDir, module)),
    )
  return isSame ? [] : [esbuildOptionConflict('entryPoints', given, `the manifest's: ${needed.join(', ')}`)]
}

function listEntryPoints(entryPoints: BuildOptions['entryPoints'] = []): string[] {
  if (!Array.isArray(entryPoints)) return Object.values(entryPoints)
  return entryPoints.map((entry) => (typeof entry === 'string' ? entry : entry.in))
}
