import type { Stats } from 'node:fs'
import { statIfAny } from './file-system.ts'

/**
 * What discovery remembers between scans: for each plugin folder the result, and the state of the files and folders
 * it depends on. Opaque; made by {@link createDiscoveryCache}.
 */
export interface DiscoveryCache {
  /** The remembered result for a key, if nothing that it depends on has changed. */
  get(key: string): unknown
  /** The remembered result for a key, for who knows that nothing has changed. */
  peek(key: string): unknown
  /** Remembers a result. `startedAt`: when reading began, in milliseconds since the epoch. */
  set(key: string, result: unknown, dependsOn: { paths: readonly string[]; startedAt: number }): void
  /** Forgets every key that is not among these. */
  retain(keys: ReadonlySet<string>): void
}

interface Entry {
  readonly result: unknown
  readonly marks: readonly (readonly [path: string, mark: string])[]
}

/**
 * File systems stamp changes with the clock of the last tick, so a change right after reading may look like none.
 * A result that depends on anything changed this shortly before is not remembered.
 */
const RECENT_MS = 50

/** Creates an empty cache. Pass it to each scan; an unchanged plugin then costs a handful of stats. */
export function createDiscoveryCache(): DiscoveryCache {
  const entries = new Map<string, Entry>()
  return {
    get(key) {
      const entry = entries.get(key)
      if (entry === undefined) return undefined
      return entry.marks.every(([path, mark]) => markOf(statIfAny(path)) === mark) ? entry.result : undefined
    },
    peek: (key) => entries.get(key)?.result,
    set(key, result, { paths, startedAt }) {
      const stats = paths.map(statIfAny)
      const recent = stats.some((found) => found !== undefined && found.ctimeMs > startedAt - RECENT_MS)
      if (recent) entries.delete(key)
      else entries.set(key, { result, marks: paths.map((path, index) => [path, markOf(stats[index])]) })
    },
    retain(keys) {
      for (const key of entries.keys()) if (!keys.has(key)) entries.delete(key)
    },
  }
}

function markOf(stats: Stats | undefined): string {
  return stats === undefined ? '' : `${stats.ino}:${stats.size}:${stats.mtimeMs}:${stats.ctimeMs}`
}
