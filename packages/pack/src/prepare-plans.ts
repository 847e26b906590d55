import { stat } from 'node:fs/promises'
import { type Diagnostic, hasErrors } from '@plugwright/diagnostics'
import { outputNotAFolder } from './diagnostics.ts'
import { loadPlugin } from './load-plugin.ts'
import { locateProblems } from './locate-problems.ts'
import type { PackOptions } from './options.ts'
import { outputDirOf, type PlannedTarget, planTargets } from './plan-targets.ts'
import type { Timings } from './report.ts'
import { resolveTargets } from './resolve-targets.ts'
import { createStopwatch } from './stopwatch.ts'

/** Plans that may be written, where there are no errors. */
export interface PreparedPlans {
  readonly planned: readonly PlannedTarget[]
  /** Absolute. */
  readonly outputDir: string
  readonly timings: Omit<Timings, 'archiveMs'>
}

/** Does everything that comes before writing. Stops at the first station with errors; problems go to `diagnostics`. */
export async function preparePlans(options: PackOptions, diagnostics: Diagnostic[]): Promise<PreparedPlans> {
  const stopwatch = createStopwatch()
  const nothing = { planned: [], outputDir: '', timings: { loadMs: 0, bundleMs: 0, planMs: 0 } }
  const { plugin, diagnostics: found } = await loadPlugin(options.dir)
  diagnostics.push(...found)
  if (plugin === undefined || hasErrors(diagnostics)) return nothing
  const { targets, diagnostics: targetProblems } = await resolveTargets(plugin, options)
  diagnostics.push(...targetProblems)
  if (hasErrors(diagnostics)) return nothing
  const loadMs = stopwatch.lap()

  const { bundler, signal } = options
  const outputDir = outputDirOf(plugin, options)
  // Before files are selected: what lies at or below the output folder is never packed.
  if (await isFile(outputDir)) {
    diagnostics.push(outputNotAFolder(outputDir))
    return nothing
  }
  const plans = await planTargets(plugin, { targets, bundler, signal, outputDir, stopwatch })
  diagnostics.push(...(await locateProblems(plans.diagnostics, { file: plugin.manifestFile })))
  const { planned, bundleMs, planMs } = plans
  return { planned, outputDir, timings: { loadMs, bundleMs, planMs } }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => !stats.isDirectory(),
    () => false,
  )
}
