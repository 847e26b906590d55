import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { PluginError } from '@plugwright/diagnostics'
import { limitExceeded } from '../diagnostics.ts'
import type { ArchiveLimits } from '../limits.ts'
import type { WrittenFile } from './archive-writer.ts'

/** Options of {@link writeArchiveFile}. */
export interface ArchiveFileOptions {
  readonly limits: ArchiveLimits
  /** Bytes of all entries, for the ratio. */
  readonly unpacked: number
  readonly signal: AbortSignal | undefined
}

/**
 * Writes the bytes of an archive to a new file, and takes its digests on the way. Throws `ARCHIVE_LIMIT_EXCEEDED` for its
 * size and for the ratio.
 */
export async function writeArchiveFile(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  { limits, unpacked, signal }: ArchiveFileOptions,
): Promise<Omit<WrittenFile, 'files'>> {
  const sha256 = createHash('sha256')
  const md5 = createHash('md5')
  let sizeInBytes = 0
  const output = await open(file, 'wx')
  try {
    let writing: Promise<void> | undefined
    for await (const batch of toBatches(chunks)) {
      signal?.throwIfAborted()
      sizeInBytes += batch.length
      assertSize(sizeInBytes, limits)
      // The one before must be done before its memory is used again, and this one is written while it is hashed.
      await writing
      writing = writeFully(output, batch)
      // Thrown where it is awaited; until then it must not count as unhandled.
      writing.catch(() => undefined)
      sha256.update(batch)
      md5.update(batch)
    }
    await writing
  } finally {
    await output.close()
  }
  assertRatio(unpacked, sizeInBytes, limits)
  return { sizeInBytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') }
}

const BATCH_SIZE = 1024 * 1024

/** Gathers chunks in two buffers by turns: a batch is valid until the one after the next is asked for. */
async function* toBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let [batch, other] = [Buffer.allocUnsafe(BATCH_SIZE), Buffer.allocUnsafe(BATCH_SIZE)]
  let filled = 0
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length;) {
      const piece = chunk.subarray(taken, taken + BATCH_SIZE - filled)
      batch.set(piece, filled)
      taken += piece.length
      filled += piece.length
      if (filled < BATCH_SIZE) continue
      yield batch
      ;[batch, other, filled] = [other, batch, 0]
    }
  }
  yield batch.subarray(0, filled)
}

async function writeFully(output: FileHandle, batch: Buffer): Promise<void> {
  for (let written = 0; written < batch.length;) {
    const { bytesWritten } = await output.write(batch, written)
    written += bytesWritten
  }
}

function assertSize(sizeInBytes: number, limits: ArchiveLimits): void {
  const found = { found: sizeInBytes, limit: limits.archiveSizeInBytes }
  if (found.found > found.limit) {
    throw new PluginError([limitExceeded('The size of the archive in bytes', found)])
  }
}

function assertRatio(unpacked: number, sizeInBytes: number, limits: ArchiveLimits): void {
  const ratio = { found: unpacked / sizeInBytes, limit: limits.ratio }
  if (unpacked > limits.ratioFreeSizeInBytes && ratio.found > ratio.limit) {
    throw new PluginError([limitExceeded('The ratio of unpacked to packed size', ratio)])
  }
}
