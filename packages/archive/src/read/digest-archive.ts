import { createHash } from 'node:crypto'
import type { FileDigest } from '../file-digest.ts'
import type { ArchiveSource } from './archive-source.ts'
import { createContentHash } from './content-hash.ts'
import type { ArchiveFormat } from './detect-format.ts'
import type { ArchiveMember } from './entry-gate.ts'
import type { ContentSink } from './entry-visitor.ts'
import type { ResolvedReadOptions } from './options.ts'
import { createKeeper } from './read-archive-files.ts'
import { readEntries } from './read-entries.ts'

/** Options of a digest. */
export interface DigestOptions {
  /** Names of entries whose contents are wanted too, each of at most `limits.controlSizeInBytes`. @default none */
  readonly keep?: Iterable<string> | undefined
}

/** An archive and its files, as digests. */
export interface ArchiveDigest {
  readonly format: ArchiveFormat
  /** Of the archive file; bare lowercase hex. */
  readonly sha256: string
  readonly sizeInBytes: number
  /** All files, control files included, in the order of the archive. */
  readonly files: readonly FileDigest[]
  /** Of those named in `keep` that are there. */
  readonly contents: ReadonlyMap<string, Uint8Array>
}

/** Digests an open archive in one pass. */
export async function digestEntries(
  source: ArchiveSource,
  options: ResolvedReadOptions & DigestOptions,
): Promise<ArchiveDigest> {
  const archiveHash = createHash('sha256')
  const keeper = createKeeper(options.keep ?? [], options)
  const files: FileDigest[] = []
  const visitor = {
    enter(entry: ArchiveMember): ContentSink | undefined {
      if (entry.type === 'directory') return undefined
      const { path, size, mode } = entry
      const hash = createContentHash(size)
      const kept = keeper.keep(entry)
      return {
        write(chunk) {
          hash.update(chunk)
          kept?.write(chunk)
        },
        end() {
          files.push({ path, size, sha256: hash.digest(), mode })
          kept?.end()
        },
      }
    },
  }
  await readEntries(source, visitor, { ...options, onRead: (chunk) => archiveHash.update(chunk) })
  return {
    format: source.format,
    sha256: archiveHash.digest('hex'),
    sizeInBytes: source.sizeInBytes,
    files,
    contents: keeper.contents,
  }
}
