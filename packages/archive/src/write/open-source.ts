import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { PluginError } from '@plugwright/diagnostics'
import { fileChanged, fileUnreadable } from '../diagnostics.ts'

/** The bytes of one entry, to be read once from start to end. */
export interface OpenSource {
  /** Bytes. */
  readonly size: number
  /** The file as it was when it was opened, for {@link assertUnchanged}; `undefined` for bytes. */
  readonly stats: Stats | undefined
  /** The next `length` bytes. Throws `ARCHIVE_FILE_CHANGED` where there are fewer. */
  read(length: number): Buffer
  close(): void
}

/**
 * Opens a file (links are followed), or bytes. Throws `ARCHIVE_FILE_UNREADABLE`.
 *
 * Synchronous on purpose: a plugin is thousands of small files, and five trips to the thread pool for each cost ten
 * times what the calls do, on the threads that compress.
 */
export function openSource(source: string | Uint8Array): OpenSource {
  return typeof source === 'string' ? openFile(source) : openBytes(source)
}

/**
 * Throws `ARCHIVE_FILE_CHANGED` where a file is not what was opened. Without a second reading this rests on size, times and
 * inode; a change that leaves all of them needs the clock to stand still, and then the digest is still that of the
 * bytes packed.
 */
export function assertUnchanged(file: string, opened: Stats): void {
  const now = statSync(file, { throwIfNoEntry: false })
  const isSame =
    now !== undefined &&
    now.size === opened.size &&
    now.mtimeMs === opened.mtimeMs &&
    now.ctimeMs === opened.ctimeMs &&
    now.ino === opened.ino
  if (!isSame) throw new PluginError([fileChanged(file)])
}

function openBytes(bytes: Uint8Array): OpenSource {
  let position = 0
  return {
    size: bytes.length,
    stats: undefined,
    read(length) {
      const start = bytes.byteOffset + position
      position += length
      return Buffer.from(bytes.buffer, start, length)
    },
    close: () => undefined,
  }
}

// Opening a named pipe would block until somebody writes to it; regular files do not know the flag, nor does Windows.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

function openFile(file: string): OpenSource {
  const fd = orUnreadable(file, () => openSync(file, FLAGS))
  try {
    const stats = fstatSync(fd)
    if (!stats.isFile()) throw new PluginError([fileUnreadable(file)])
    return {
      size: stats.size,
      stats,
      read(length) {
        // Systems have files that say they are empty and are not.
        const buffer = orUnreadable(file, () => (length === 0 ? readEnd(fd) : readFully(fd, length)))
        if (buffer === undefined) throw new PluginError([fileChanged(file)])
        return buffer
      },
      close: () => closeSync(fd),
    }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** `undefined` where the file ends early. */
function readFully(fd: number, length: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(length)
  for (let filled = 0; filled < length;) {
    const bytesRead = readSync(fd, buffer, filled, length - filled, null)
    if (bytesRead === 0) return undefined
    filled += bytesRead
  }
  return buffer
}

/** Nothing, or `undefined` where there is something. */
function readEnd(fd: number): Buffer | undefined {
  const buffer = Buffer.allocUnsafe(1)
  return readSync(fd, buffer) === 0 ? buffer.subarray(0, 0) : undefined
}

function orUnreadable<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new PluginError([fileUnreadable(file, error)], { cause: error })
  }
}
