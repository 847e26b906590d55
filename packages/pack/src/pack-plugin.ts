import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Diagnostic, hasErrors } from '@plugwright/diagnostics'
import type { PackOptions } from './options.ts'
import type { PlannedTarget } from './plan-targets.ts'
import { preparePlans } from './prepare-plans.ts'
import { withStaging } from './staging.ts'
import { toProblems } from './to-problems.ts'
import { type PackedPackage, writePackage, type WritePackageOptions } from './write-package.ts'

/** What {@link packPlugin} did. */
export interface PackResult {
  /** Every package was written. */
  readonly ok: boolean
  /** By target, then format; empty where anything failed. */
  readonly packages: readonly PackedPackage[]
  /** All problems found, warnings included. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Packs a plugin folder for its targets: load → bundle → plan → check → archive → report. All plans are checked before
 * the first byte is written, and everything is written aside and renamed at the end, so a failed pack leaves earlier
 * packages as they were.
 *
 * Problems of the plugin or the file system come back as data. Throws a `PluginError` for wrong use
 * (`PACK_UNKNOWN_TARGET`, `PACK_TARGETS_EMPTY`, `PACK_UNKNOWN_FORMAT`), and the signal's reason on abort.
 */
export async function packPlugin(options: PackOptions): Promise<PackResult> {
  const diagnostics: Diagnostic[] = []
  const packages = await pack(options, diagnostics).catch((error: unknown) => {
    diagnostics.push(...toProblems(error))
    return []
  })
  return { ok: !hasErrors(diagnostics), packages, diagnostics }
}

async function pack(options: PackOptions, diagnostics: Diagnostic[]): Promise<PackedPackage[]> {
  const { planned, outputDir, timings } = await preparePlans(options, diagnostics)
  if (hasErrors(diagnostics)) return []
  const { limits, cache, onProgress, signal, signWith } = options
  const time = reportTime(options.sourceDateEpoch)
  const settings = { limits, cache, onProgress, signal, signWith, timings, diagnostics, time }
  return withStaging(outputDir, (staging) => writePackages(planned, { staging, outputDir, ...settings }))
}

type WritePackagesOptions = Omit<WritePackageOptions, 'format' | 'folder' | 'finalFolder'> & {
  readonly staging: string
  readonly outputDir: string
}

/** One target goes directly into the output folder, several into a folder each; a further format into one below. */
async function writePackages(
  planned: readonly PlannedTarget[],
  { staging, outputDir, ...options }: WritePackagesOptions,
): Promise<PackedPackage[]> {
  const packages: PackedPackage[] = []
  for (const one of planned) {
    for (const [index, format] of one.formats.entries()) {
      const below = [planned.length === 1 ? '' : one.target.name, index === 0 ? '' : format]
      const folder = path.join(staging, ...below)
      await mkdir(folder, { recursive: true })
      const finalFolder = path.join(outputDir, ...below)
      packages.push(await writePackage(one, { ...options, format, folder, finalFolder }))
    }
  }
  return packages
}

/** https://reproducible-builds.org/specs/source-date-epoch/ */
function reportTime(sourceDateEpoch: number | undefined): Date {
  const seconds = sourceDateEpoch ?? Number(process.env['SOURCE_DATE_EPOCH'] ?? Number.NaN)
  return Number.isFinite(seconds) ? new Date(seconds * 1000) : new Date()
}
