import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { packPlugin } from '@plugwright/pack'
import { type BuiltOutput, readOutput } from './built-output.ts'
import { createBuildBundler } from './bundler.ts'
import { NO_INPUT } from './external-modules.ts'
import { findInputConflict, findOutputConflicts } from './option-conflicts.ts'
import { toOutputNames } from './output-names.ts'
import type { HookContext, HookInputOptions, HookOutput, HookOutputOptions } from './plugin-interface.ts'
import type { PreparedBuild } from './prepare-build.ts'
import { reportProblems } from './report-problems.ts'
import { toInput } from './session.ts'

/** What the plugin knows of the build that it is part of, from hook to hook. */
export interface ExistingBuild {
  isVite: boolean
  prepared: PreparedBuild
  /** Since the build started, or started again. */
  run: {
    outputs: number
    isFailed: boolean
    sourcemap: 'none' | 'linked'
    output?: BuiltOutput
  }
}

/** Creates the state of a build that has not begun. */
export function createExistingBuild(): ExistingBuild {
  return {
    isVite: false,
    prepared: { watched: [], diagnostics: [] },
    run: { outputs: 0, isFailed: false, sourcemap: 'none' },
  }
}

/** Gives the build the entry points of the manifest where it has none. */
export function addEntryPoints<T extends HookInputOptions>(build: ExistingBuild, given: T): T {
  const { session, diagnostics } = build.prepared
  if (hasErrors(diagnostics)) return given
  const input = isGiven(given.input) ? {} : { input: session === undefined ? NO_INPUT : toInput(session) }
  if (session === undefined) return { ...given, ...input }
  const conflicts = findInputConflict(given, session)
  build.prepared = { ...build.prepared, diagnostics: [...diagnostics, ...conflicts] }
  return { ...given, ...input, preserveEntrySignatures: 'strict' }
}

/** Names the files of the output so that they can be renamed; reports options that contradict the package. */
export function nameOutputs<T extends HookOutputOptions>(
  build: ExistingBuild,
  { given, context }: { readonly given: T; readonly context: Pick<HookContext, 'error'> },
): T | null {
  const { prepared, run, isVite } = build
  if (prepared.session === undefined || hasErrors(prepared.diagnostics)) return null
  run.outputs++
  const conflicts = findOutputConflicts(given, { isVite, outputs: run.outputs })
  if (conflicts.length > 0) run.isFailed = true
  reportProblems(conflicts, context)
  run.sourcemap = given.sourcemap === undefined || given.sourcemap === false ? 'none' : 'linked'
  return { ...given, ...toOutputNames(prepared.session), format: 'es' }
}

/** Takes the output out of the build: it goes to `.plugwright/build/`, and nowhere else. */
export function takeOutput(
  { prepared, run }: ExistingBuild,
  { bundle, context }: { readonly bundle: Record<string, HookOutput>; readonly context: HookContext },
): void {
  const isMadeUp = Object.values(bundle).some(
    (one) => one.type === 'chunk' && one.facadeModuleId === NO_INPUT,
  )
  if (prepared.session === undefined && !isMadeUp) return
  if (prepared.session !== undefined) run.output = readOutput(bundle, context, prepared.session)
  for (const name of Object.keys(bundle)) delete bundle[name]
}

/** Packs what was taken; nothing after errors. */
export async function packOutput({ prepared, run }: ExistingBuild): Promise<readonly Diagnostic[]> {
  const { session, pack } = prepared
  if (pack === undefined || run.isFailed || (session !== undefined && run.output === undefined)) return []
  const built = session && run.output && { output: run.output, session }
  const bundler = createBuildBundler(built, { sourcemap: run.sourcemap })
  return (await packPlugin({ ...pack, bundler })).diagnostics
}

/** Tells whether a build has entry points. */
export function isGiven(input: unknown): boolean {
  if (input === undefined || input === null) return false
  return typeof input === 'string' ? input !== '' : Object.keys(input).length > 0
}
