import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { PluginError } from '@plugwright/diagnostics'
import { fileChanged, fileUnreadable } from '../diagnostics.ts'

/** The bytes of one entry, to be read once from start to end. */
export interface OpenSource {
  /** Bytes. */
  readonly size: number
  /** The file as it was when it was opened, for {@link assertUnchanged}; `undefined` for bytes. */
  readonly stats: Stats | undefined
  /** Fills `room` with the next bytes. Throws `ARCHIVE_FILE_CHANGED` where there are fewer. */
  read(room: Buffer): void
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
    read(room) {
      room.set(bytes.subarray(position, (position += room.length)))
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
      read(room) {
        // Systems have files that say they are empty and are not.
        const isWhole = orUnreadable(file, () => (room.length === 0 ? isAtEnd(fd) : readFully(fd, room)))
        if (!isWhole) throw new PluginError([fileChanged(file)])
      },
      close: () => closeSync(fd),
    }
  } catch (error) {
    closeSync(fd)
    throw error
  }
}

/** `false` where the file ends early. */
function readFully(fd: number, room: Buffer): boolean {
  for (let filled = 0; filled < room.length;) {
    const bytesRead = readSync(fd, room, filled, room.length - filled, null)
    if (bytesRead === 0) return false
    filled += bytesRead
  }
  return true
}

function isAtEnd(fd: number): boolean {
  return readSync(fd, Buffer.allocUnsafe(1)) === 0
}

function orUnreadable<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new PluginError([fileUnreadable(file, error)], { cause: error })
  }
}
