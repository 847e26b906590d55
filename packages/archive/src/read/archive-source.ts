import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { PluginError } from '@plugwright/diagnostics'
import { limitExceeded } from '../diagnostics.ts'
import { type ArchiveFormat, detectFormat, MAGIC_SIZE } from './detect-format.ts'
import { changedWhileRead, notReadable } from './diagnostics.ts'
import type { ResolvedReadOptions } from './options.ts'

/** An open archive file. All of its bytes come through the one handle, whatever happens to its name. */
export interface ArchiveSource {
  readonly file: string
  readonly format: ArchiveFormat
  readonly sizeInBytes: number
  /** Up to `length` bytes at `position`; fewer only at the end of the file. */
  read(position: number, length: number): Promise<Buffer>
  /** Throws `ARCHIVE_CHANGED_WHILE_READ` where the file was written to since it was opened. */
  assertUnchanged(): Promise<void>
  close(): Promise<void>
}

// Opening a named pipe would wait for a writer. Absent on Windows.
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * Opens an archive and finds its format by its first bytes.
 *
 * Throws `ARCHIVE_NOT_READABLE`, `ARCHIVE_LIMIT_EXCEEDED`, `ARCHIVE_UNKNOWN_FORMAT`, `ARCHIVE_WRONG_EXTENSION`.
 */
export async function openSource(
  file: string,
  { limits }: Pick<ResolvedReadOptions, 'limits'>,
): Promise<ArchiveSource> {
  const handle = await open(file, READ).catch(refuseUnreadable)
  try {
    const stats = await handle.stat()
    // A folder cannot be read; a named pipe or a device has no end.
    if (!stats.isFile()) throw new PluginError([notReadable()])
    const { size: sizeInBytes, mtimeMs } = stats
    const extent = { found: sizeInBytes, limit: limits.archiveSizeInBytes }
    if (extent.found > extent.limit) {
      throw new PluginError([limitExceeded('The size of the archive in bytes', extent)])
    }
    const format = detectFormat(file, await readFully(handle, 0, MAGIC_SIZE))
    return {
      file,
      format,
      sizeInBytes,
      read: (position, length) => readFully(handle, position, Math.min(length, sizeInBytes - position)),
      async assertUnchanged() {
        const now = await handle.stat()
        if (now.size !== sizeInBytes || now.mtimeMs !== mtimeMs) throw new PluginError([changedWhileRead()])
      },
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function readFully(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(Math.max(length, 0))
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle
      .read(buffer, filled, length - filled, position + filled)
      .catch(refuseUnreadable)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

function refuseUnreadable(error: unknown): never {
  throw new PluginError([notReadable(error)], { cause: error })
}
