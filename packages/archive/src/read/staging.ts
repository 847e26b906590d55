import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { targetExists, targetNotWritable } from './diagnostics.ts'

/** A folder that is filled aside and becomes the target at once, or never. */
export interface Staging {
  /** Makes a file, and its folders. One at a time: the file before must be closed. */
  create(name: string, mode: '0644' | '0755'): StagedFile
  /** Moves the folder to its place. */
  commit(): void
  /** Removes all of it. */
  discard(): void
}

/** A file being written. */
export interface StagedFile {
  write(chunk: Buffer): void
  close(): void
}

// Absent on Windows. Each file must be new, and no link is followed, also not one that appears meanwhile.
const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)

/**
 * Makes an empty folder beside `dir`, so on the same file system, that only this user may enter. Its callers pass
 * names that `checkEntryName` accepted.
 *
 * Synchronous on purpose: a chunk is written before the next is unpacked, nothing is under way when something fails, and for
 * thousands of small files it costs half of the asynchronous calls.
 *
 * All of it throws `ARCHIVE_TARGET_EXISTS`, `ARCHIVE_TARGET_NOT_WRITABLE`.
 */
export function createStaging(dir: string): Staging {
  const target = path.resolve(dir)
  assertFree(target)
  const root = attempt(target, () =>
    mkdtempSync(path.join(path.dirname(target), `.${path.basename(target).slice(0, 64)}.staging-`)),
  )
  const folders = new Set<string>(['.'])
  let descriptor: number | undefined

  function close(): void {
    if (descriptor === undefined) return
    const closing = descriptor
    descriptor = undefined
    closeSync(closing)
  }

  function makeFolder(folder: string): void {
    if (folders.has(folder)) return
    makeFolder(path.posix.dirname(folder))
    mkdirSync(path.join(root, folder))
    // As for files: the umask has no say.
    chmodSync(path.join(root, folder), 0o755)
    folders.add(folder)
  }

  function create(name: string, mode: '0644' | '0755'): StagedFile {
    if (descriptor !== undefined) throw new Error('A staged file is still open.')
    const opened = attempt(target, () => {
      makeFolder(path.posix.dirname(name))
      return openSync(path.join(root, name), CREATE, 0o600)
    })
    descriptor = opened
    return {
      write: (chunk) => attempt(target, () => writeFully(opened, chunk)),
      close: () =>
        attempt(target, () => {
          fchmodSync(opened, mode === '0755' ? 0o755 : 0o644)
          close()
        }),
    }
  }

  return {
    create,
    commit() {
      attempt(target, () => chmodSync(root, 0o755))
      // A rename would replace an empty folder.
      assertFree(target)
      attempt(target, () => renameSync(root, target))
    },
    discard() {
      try {
        close()
        rmSync(root, { recursive: true, force: true })
      } catch {
        // What went wrong first is what counts; a full or vanished disk cannot be cleaned up either.
      }
    },
  }
}

function writeFully(descriptor: number, chunk: Buffer): void {
  for (let written = 0; written < chunk.length;) written += writeSync(descriptor, chunk, written)
}

function assertFree(target: string): void {
  // A dangling link counts as something, too.
  const found = attempt(target, () => lstatSync(target, { throwIfNoEntry: false }))
  if (found !== undefined) throw new PluginError([targetExists(target)])
}

function attempt<T>(target: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new PluginError([targetNotWritable(target, error)], { cause: error })
  }
}
