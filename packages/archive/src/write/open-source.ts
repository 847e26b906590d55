import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { PluginError } from '@plugwright/diagnostics'
import { fileChanged, fileUnreadable } from '../diagnostics.ts'

/** The bytes of one entry, to be read once from start to end. */
export interface OpenSource {
  /** Bytes. */
  readonly size: number
  /** The next `length` bytes, a buffer of its own. Throws `ARCHIVE_FILE_CHANGED` where there are fewer. */
  read(length: number): Buffer
  /** Throws `ARCHIVE_FILE_CHANGED` where the file is not as it was when it was opened. */
  assertUnchanged(): void
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

function openBytes(bytes: Uint8Array): OpenSource {
  let position = 0
  return {
    size: bytes.length,
    read(length) {
      const read = bytes.subarray(position, position + length)
      position += length
      return Buffer.from(read.buffer, read.byteOffset, read.byteLength)
    },
    assertUnchanged: () => undefined,
    close: () => undefined,
  }
}

// Opening a named pipe would block until somebody writes to it; regular files do not know the flag, nor does Windows.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

function openFile(file: string): OpenSource {
  const fd = orUnreadable(file, () => openSync(file, FLAGS))
  try {
    const opened = fstatSync(fd, { bigint: true })
    if (!opened.isFile()) throw new PluginError([fileUnreadable(file)])
    return {
      size: Number(opened.size),
      read: (length) => orUnreadable(file, () => readFully(fd, length)) ?? fail(file),
      assertUnchanged() {
        if (!isSame(opened, fstatSync(fd, { bigint: true }))) fail(file)
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

function isSame(before: BigIntStats, after: BigIntStats): boolean {
  return before.size === after.size && before.mtimeNs === after.mtimeNs && before.ctimeNs === after.ctimeNs
}

function fail(file: string): never {
  throw new PluginError([fileChanged(file)])
}

function orUnreadable<T>(file: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new PluginError([fileUnreadable(file, error)], { cause: error })
  }
}
