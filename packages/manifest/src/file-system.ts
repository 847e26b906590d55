import { close, lstat, open, read, readdir, stat } from 'node:fs'
import type { Dirent, Stats } from 'node:fs'
import { promisify } from 'node:util'

// The callback forms: discovery is little else than such calls, and those of node:fs/promises cost about twice as much.

/** What is at a path, links followed; `undefined` where nothing is, or nothing that can be looked at. */
export function statIfAny(path: string): Promise<Stats | undefined> {
  return new Promise((resolve) => stat(path, (error, stats) => resolve(error ? undefined : stats)))
}

/** What is at a path, a link being a link. Rejects with the error of the system. */
export function lstatPath(path: string): Promise<Stats> {
  return new Promise((resolve, reject) =>
    lstat(path, (error, stats) => (error ? reject(error) : resolve(stats))),
  )
}

/** The entries of a folder, in no order. Rejects with the error of the system. */
export function listEntries(dir: string): Promise<readonly Dirent[]> {
  return new Promise((resolve, reject) =>
    readdir(dir, { withFileTypes: true }, (error, entries) => (error ? reject(error) : resolve(entries))),
  )
}

/** A file as bytes, or why it was not read: it is no regular file, or bigger than the limit. */
export type FileContent =
  | { readonly bytes: Uint8Array }
  | { readonly sizeInBytes: number }
  | { readonly notAFile: true }

/** Reads a regular file of at most `limit` bytes. Rejects with the error of the system. */
export async function readSmallFile(file: string, limit: number): Promise<FileContent> {
  // Looked at first: opening a pipe waits for a writer, for ever if there is none.
  const stats = await statFile(file)
  if (!stats.isFile()) return { notAFile: true }
  if (stats.size > limit) return { sizeInBytes: stats.size }
  const handle = await openFile(file, 'r')
  try {
    const { bytesRead, buffer } = await readHandle(handle, new Uint8Array(stats.size), 0, stats.size, 0)
    return { bytes: buffer.subarray(0, bytesRead) }
  } finally {
    await closeHandle(handle)
  }
}

const statFile = promisify(stat)
const openFile = promisify(open)
const readHandle = promisify(read)
const closeHandle = promisify(close)

/** The code of a file system error, such as `EACCES`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
