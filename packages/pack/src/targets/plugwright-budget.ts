import type { FileDigest } from '@plugwright/archive'
import { PluginError } from '@plugwright/diagnostics'
import { overBudget } from '../diagnostics.ts'

/** Bytes in each unit of a budget. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['kB', 1000],
  ['MB', 1000 ** 2],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
])

/** The JSON Schema of the option `budget`. */
export const BUDGET_SCHEMA: Readonly<Record<string, unknown>> = {
  oneOf: [
    { type: 'integer', minimum: 1 },
    { type: 'string', pattern: `^\\d+(\\.\\d+)? ?(${[...UNITS.keys()].join('|')})$` },
  ],
}

/** `200 kB` → 200000; a number is bytes. The text is one that {@link BUDGET_SCHEMA} accepts. */
export function toBytes(budget: string | number): number {
  if (typeof budget === 'number') return budget
  const [, amount = '', unit = ''] = /^([\d.]+) ?(\w+)$/.exec(budget) ?? []
  return Math.floor(Number(amount) * (UNITS.get(unit) ?? 1))
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
