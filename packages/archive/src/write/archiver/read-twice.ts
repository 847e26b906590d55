import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { open } from 'node:fs/promises'
import { PluginError } from '@plugwright/diagnostics'
import { fileChanged, fileUnreadable } from '../../diagnostics.ts'

/** A file as it was at its first reading. */
export interface HashedFile {
  readonly size: number
  readonly sha256: string
  readonly stats: Stats
}

/** Reads a file once for its size and digest. Throws `ARCHIVE_FILE_UNREADABLE`. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<HashedFile> {
  const hash = createHash('sha256')
  let size = 0
  let stats: Stats | undefined
  for await (const chunk of readChunks(file, { signal, onOpen: (opened) => (stats = opened) })) {
    hash.update(chunk)
    size += chunk.length
  }
  if (stats === undefined || stats.size !== size) throw new PluginError([fileChanged(file)])
  return { size, sha256: hash.digest('hex'), stats }
}

/**
 * Reads the file a second time, for the archive. Throws `ARCHIVE_FILE_CHANGED` before the end
 * where it is not, byte for byte, what {@link hashFile} saw.
 */
export async function* readVerified(
  file: string,
  expected: HashedFile,
  signal?: AbortSignal,
): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of readChunks(file, { signal })) {
    size += chunk.length
    if (size > expected.size) throw new PluginError([fileChanged(file)])
    hash.update(chunk)
    yield chunk
  }
  if (size !== expected.size || hash.digest('hex') !== expected.sha256)
    throw new PluginError([fileChanged(file)])
}

interface ReadOptions {
  readonly signal: AbortSignal | undefined
  readonly onOpen?: (stats: Stats) => void
}

async function* readChunks(file: string, options: ReadOptions): AsyncGenerator<Buffer, void, void> {
  const { signal, onOpen } = options
  signal?.throwIfAborted()
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw new PluginError([fileUnreadable(file, error)], { cause: error })
  })
  try {
    const stats = await handle.stat()
    // A named pipe or a device would block or never end.
    if (!stats.isFile()) throw new PluginError([fileUnreadable(file)])
    onOpen?.(stats)
    // One byte more than there should be, so that a file that has grown is noticed.
    const chunkSize = Math.min(READ_SIZE, stats.size + 1)
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead, buffer } = await handle.read({ buffer: Buffer.allocUnsafe(chunkSize) })
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await handle.close()
  }
}

const READ_SIZE = 256 * 1024
