import type { ArchiveDigest, DigestOptions } from './digest-archive.ts'
import type { ExtractedArchive, ExtractOptions } from './extract-archive.ts'
import type { ArchiveListing } from './list-archive.ts'
import { withArchive } from './open-archive.ts'
import type { ReadOptions } from './options.ts'

/**
 * Lists an archive. The whole of it is read and checked: an archive that can be listed can be extracted.
 *
 * Throws {@link PluginError} with a code of `ARCHIVE_*`; see docs/errors.md.
 */
export function listArchive(file: string, options?: ReadOptions): Promise<ArchiveListing> {
  return withArchive(file, options, (archive) => archive.list())
}

/**
 * Reads the named files into memory, each of at most `limits.controlSizeInBytes`. The whole archive is checked:
 * a second `manifest.json` at its end is no less an attack for being far away.
 *
 * Throws {@link PluginError} with a code of `ARCHIVE_*`; `ARCHIVE_ENTRY_MISSING` or `ARCHIVE_NESTED_ROOT` where one is not there.
 */
export function readArchiveFiles(
  file: string,
  names: readonly string[],
  options?: ReadOptions,
): Promise<ReadonlyMap<string, Uint8Array>> {
  return withArchive(file, options, (archive) => archive.readFiles(names))
}

/**
 * Digests an archive and every file in it, in one pass, and keeps the contents of the files in `keep`.
 *
 * Throws {@link PluginError} with a code of `ARCHIVE_*`.
 */
export function digestArchive(
  file: string,
  options: ReadOptions & DigestOptions = {},
): Promise<ArchiveDigest> {
  return withArchive(file, options, (archive) => archive.digest({ keep: options.keep }))
}

/**
 * Extracts an archive to `dir`, which must not exist; the folder around it must. Files are written to a new folder
 * beside `dir` and hashed on the way; when all is well, that folder is renamed to `dir`. On any failure nothing is left.
 * Modes are 0644 and 0755 whatever the umask; folders exist for the files in them.
 *
 * Throws {@link PluginError} with a code of `ARCHIVE_*`; with `expected` also `ARCHIVE_ENTRY_UNLISTED`,
 * `ARCHIVE_ENTRY_MISSING`, `ARCHIVE_CONTENT_MISMATCH`.
 */
export function extractArchive(
  file: string,
  dir: string,
  options: ReadOptions & ExtractOptions = {},
): Promise<ExtractedArchive> {
  const { expected, exclude } = options
  return withArchive(file, options, (archive) => archive.extract(dir, { expected, exclude }))
}
