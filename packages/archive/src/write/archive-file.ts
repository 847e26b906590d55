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
    let writing = Promise.resolve()
    for await (const batch of toBatches(chunks)) {
      signal?.throwIfAborted()
      sizeInBytes += batch.length
      assertSize(sizeInBytes, limits)
      await writing
      writing = append(output, batch)
      // While the batch is being written.
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

/** Many small writes and digest updates cost more than one copy. */
async function* toBatches(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  let batch: Uint8Array[] = []
  let size = 0
  for await (const chunk of chunks) {
    batch.push(chunk)
    size += chunk.length
    if (size < BATCH_SIZE) continue
    yield Buffer.concat(batch, size)
    batch = []
    size = 0
  }
  yield Buffer.concat(batch, size)
}

async function append(output: FileHandle, batch: Buffer): Promise<void> {
  await output.appendFile(batch)
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
