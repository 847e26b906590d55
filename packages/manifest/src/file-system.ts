import { stat } from 'node:fs'
import type { Stats } from 'node:fs'

/** What is at a path, links followed; `undefined` where nothing is, or nothing that can be looked at. */
export function statIfAny(path: string): Promise<Stats | undefined> {
  // The callback form: a re-scan is little else than stats, and the promise form costs about twice as much.
  return new Promise((resolve) => stat(path, (error, stats) => resolve(error ? undefined : stats)))
}

/** The code of a file system error, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
