import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import type { Dirent, Stats } from 'node:fs'

// Discovery is thousands of calls that each take the system a few microseconds; handing one to the thread pool and
// back costs several times that, and the pool has four threads. So these wait.

/** What is at a path, links followed; `undefined` where nothing is, or nothing that can be looked at. */
export function statIfAny(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** A path with its links resolved; `undefined` where they lead nowhere. */
export function realPathIfAny(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/** The entries of a folder, in no order. Throws the error of the system. */
export function listEntries(dir: string): readonly Dirent[] {
  return readdirSync(dir, { withFileTypes: true })
}

/** A file as bytes, or why it was not read: it is no regular file, or bigger than the limit. */
export type FileContent =
  | { readonly bytes: Buffer }
  | { readonly sizeInBytes: number }
  | { readonly notAFile: true }

/** Reads a regular file of at most `limit` bytes. Throws the error of the system. */
export function readSmallFile(file: string, limit: number): FileContent {
  const handle = openSync(file, OPEN_WITHOUT_WAITING)
  try {
    const stats = fstatSync(handle)
    if (!stats.isFile()) return { notAFile: true }
    if (stats.size > limit) return { sizeInBytes: stats.size }
    const bytes = Buffer.allocUnsafe(stats.size)
    return { bytes: bytes.subarray(0, readSync(handle, bytes, 0, stats.size, 0)) }
  } finally {
    closeSync(handle)
  }
}

/** Opening a pipe waits for a writer, for ever if there is none. Windows has neither such pipes nor the flag. */
const OPEN_WITHOUT_WAITING = constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0)

/** The code of a file system error, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
