import type { FileDigest } from '@plugwright/archive'
import { byteSizePattern, PluginError, toBytes } from '@plugwright/diagnostics'
import { overBudget } from '../diagnostics.ts'

/** The JSON Schema of the option `budget`. */
export const BUDGET_SCHEMA: Readonly<Record<string, unknown>> = {
  oneOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', pattern: byteSizePattern.source },
  ],
}

/** What a package is measured by. */
export interface MeasuredPackage {
  readonly manifestFile: string
  readonly sizeInBytes: number
  /** Of the files in it. */
  readonly digests: readonly FileDigest[]
}

/** Throws `PACK_OVER_BUDGET`, which names the largest files, where the archive is larger than the budget. */
export function assertWithinBudget(budget: string | number, measured: MeasuredPackage): void {
  const { manifestFile, sizeInBytes, digests } = measured
  const maximum = toBytes(budget)
  if (sizeInBytes <= maximum) return
  const largest = digests.toSorted((a, b) => b.size - a.size).slice(0, 5)
  throw new PluginError([overBudget(manifestFile, { sizeInBytes, maximum, largest })])
}
