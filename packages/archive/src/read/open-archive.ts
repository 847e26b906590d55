import { isPluginError, PluginError } from '@plugwright/diagnostics'
import { type ArchiveSource, openSource } from './archive-source.ts'
import type { ArchiveFormat } from './detect-format.ts'
import { type ArchiveDigest, digestEntries, type DigestOptions } from './digest-archive.ts'
import { type ExtractedArchive, extractEntries, type ExtractOptions } from './extract-archive.ts'
import { type ArchiveListing, listEntries } from './list-archive.ts'
import { type ReadOptions, resolveReadOptions } from './options.ts'
import { readFiles } from './read-archive-files.ts'

/** An archive that stays open between readings, so that what is extracted is the file that was verified. */
export interface OpenArchive {
  readonly file: string
  readonly format: ArchiveFormat
  readonly sizeInBytes: number
  /** See {@link listArchive}. */
  list(): Promise<ArchiveListing>
  /** See {@link readArchiveFiles}. */
  readFiles(names: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>
  /** See {@link digestArchive}. */
  digest(options?: DigestOptions): Promise<ArchiveDigest>
  /** See {@link extractArchive}. */
  extract(dir: string, options?: ExtractOptions): Promise<ExtractedArchive>
  close(): Promise<void>
}

/**
 * Opens an archive for several readings through one file handle: replacing the file between them has no effect, and writing
 * into it is `ARCHIVE_CHANGED_WHILE_READ`. The caller closes it.
 *
 * Throws {@link PluginError} with a code of `ARCHIVE_*`, and the archive as its `file`.
 */
export async function openArchive(file: string, options: ReadOptions = {}): Promise<OpenArchive> {
  const resolved = resolveReadOptions(options)
  resolved.signal?.throwIfAborted()
  const source = await placedIn(file, openSource(file, resolved))
  const { format, sizeInBytes } = source
  return {
    file,
    format,
    sizeInBytes,
    list: () => placedIn(file, listEntries(source, resolved)),
    readFiles: (names) => placedIn(file, readFiles(source, names, resolved)),
    digest: (digestOptions) => placedIn(file, digestEntries(source, { ...digestOptions, ...resolved })),
    extract: (dir, extractOptions) =>
      placedIn(file, extractEntries(source, dir, { ...extractOptions, ...resolved })),
    close: () => source.close(),
  }
}

/** Opens an archive for one reading. */
export async function withArchive<T>(
  file: string,
  options: ReadOptions | undefined,
  read: (archive: OpenArchive) => Promise<T>,
): Promise<T> {
  const archive = await openArchive(file, options)
  try {
    return await read(archive)
  } finally {
    await archive.close()
  }
}

/** Rules know nothing of files; the diagnostics get theirs here. */
async function placedIn<T>(file: ArchiveSource['file'], reading: Promise<T>): Promise<T> {
  try {
    return await reading
  } catch (error) {
    if (!isPluginError(error)) throw error
    const diagnostics = error.diagnostics.map((diagnostic) => ({ file, ...diagnostic }))
    throw new PluginError(diagnostics, { cause: error.cause })
  }
}
