import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { createLineIndex, type Diagnostic } from '@plugwright/diagnostics'
import type { CheckContext, PlanEntry } from '../../target.ts'
import { type BeamFile, parseBeam } from './beam-file.ts'
import { checkCallback } from './check-callback.ts'
import { checkFrontend } from './check-frontend.ts'
import { beamInvalid, beamModule, callbackNotPacked, reservedFolder, sdkDependency } from './diagnostics.ts'
import type { HecateOptions } from './options.ts'
import { EBIN } from './plan-package.ts'
import { parseRebarDeps } from './rebar-config.ts'
import { findSdkApps, SDK_APP } from './sdk-apps.ts'
import { findStaleBeams } from './stale-beams.ts'

/** Everything that the daemon or hecate-web would refuse, miss or misread. */
export async function checkPackage(context: CheckContext<HecateOptions>): Promise<Diagnostic[]> {
  const { plan, dir, options, manifestFile } = context
  const { beams, diagnostics } = await readBeams(plan.entries, dir)
  diagnostics.push(...checkReserved(plan.entries, dir), ...(await checkRebarConfigs(context)))
  diagnostics.push(...(await findStaleBeams(context)))
  const modules = plan.entries.flatMap((entry) => /^ebin\/(.+)\.beam$/.exec(entry.path)?.[1] ?? [])
  // Without any module there is one problem, which the plan has told.
  if (modules.length === 0) return diagnostics

  const file = `${EBIN}/${options.callback_module}.beam`
  const entry = plan.entries.find((one) => one.path === file)
  const callback = beams.get(file)
  if (entry === undefined) diagnostics.push(callbackNotPacked(manifestFile, options.callback_module, modules))
  else if (callback !== undefined)
    diagnostics.push(...checkCallback(callback, { context, file: path.join(dir, entry.from) }))
  diagnostics.push(...(await checkFrontend(context, callback)))
  return diagnostics
}

/** The modules by their path in the package; those with problems are missing. */
async function readBeams(
  entries: readonly PlanEntry[],
  dir: string,
): Promise<{ beams: ReadonlyMap<string, BeamFile>; diagnostics: Diagnostic[] }> {
  const beams = new Map<string, BeamFile>()
  const diagnostics: Diagnostic[] = []
  for (const { path: name, from } of entries.filter((entry) => /^ebin\/.*\.beam$/.test(entry.path))) {
    const file = path.join(dir, from)
    const { beam, problem } = parseBeam(await readFile(file))
    const module = path.posix.basename(name, '.beam')
    if (beam === undefined) diagnostics.push(beamInvalid(file, { path: from, problem }))
    else if (beam.module !== module) diagnostics.push(beamModule(file, { path: from, module: beam.module }))
    else beams.set(name, beam)
  }
  return { beams, diagnostics }
}

/** Folders in the place of installation that the daemon writes to. */
const RESERVED: ReadonlySet<string> = new Set(['sqlite', 'reckon-db', 'run'])

function checkReserved(entries: readonly PlanEntry[], dir: string): Diagnostic[] {
  return entries
    .filter(({ path: name }) => RESERVED.has(name.split('/')[0]?.toLowerCase() ?? ''))
    .map(({ path: name, from }) => reservedFolder(path.join(dir, from), name))
}

/** The `rebar.config` of a project, and those of the applications of an umbrella; not those of dependencies. */
const REBAR_CONFIG = /^(?:[^/]+\/)?(?:(?:apps|lib)\/[^/]+\/)?rebar\.config$/

async function checkRebarConfigs({ plan, dir }: CheckContext<HecateOptions>): Promise<Diagnostic[]> {
  const names = [...plan.entries.map(({ from }) => from), ...plan.excluded.map((excluded) => excluded.path)]
  const sdkApps = findSdkApps(new Map())
  const diagnostics: Diagnostic[] = []
  for (const name of names.filter((one) => REBAR_CONFIG.test(one) && !one.startsWith('_build/'))) {
    const file = path.join(dir, name)
    const text = await readFile(file, 'utf8')
    const lines = createLineIndex(text)
    for (const { word, offset } of parseRebarDeps(text)) {
      if (word === SDK_APP || !sdkApps.has(word)) continue
      diagnostics.push(sdkDependency(word, { file, span: lines.spanOf(offset, offset + word.length) }))
    }
  }
  return diagnostics
}
