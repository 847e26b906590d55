/** Bytes in each unit. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ['B', 1],
  ['kB', 1000],
  ['MB', 1000 ** 2],
  ['KiB', 1024],
  ['MiB', 1024 ** 2],
])

/** Matches a size as people write it where they set a limit: `200 kB`, `0.5MiB`. */
export const byteSizePattern: RegExp = new RegExp(`^\\d+(\\.\\d+)? ?(${[...UNITS.keys()].join('|')})$`)

/**
 * A size in bytes; a number is bytes already, and a text is one that {@link byteSizePattern} matches.
 *
 *     200 kB → 200000      0.5KiB → 512
 */
export function toBytes(size: string | number): number {
  if (typeof size === 'number') return size
  const [, amount = '', unit = ''] = /^([\d.]+) ?(\w+)$/.exec(size) ?? []
  return Math.floor(Number(amount) * (UNITS.get(unit) ?? 1))
}
