import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import type { ArchiveEntry, WrittenArchive } from '@plugwright/archive'

/**
 * Writes the package of the format `file`: the bytes of its one entry, read once. Throws errors of the file system.
 */
export async function copyEntry(file: string, entries: readonly ArchiveEntry[]): Promise<WrittenArchive> {
  const [entry, ...others] = entries
  if (entry === undefined || others.length > 0) {
    throw new Error(`A package of the format "file" has one entry, and this plan has ${entries.length}.`)
  }
  const bytes = typeof entry.source === 'string' ? await readFile(entry.source) : entry.source
  await writeFile(file, bytes)
  const sizeInBytes = bytes.length
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const md5 = createHash('md5').update(bytes).digest('hex')
  const mode = entry.executable ? '0755' : '0644'
  const files = [{ path: entry.path, size: sizeInBytes, sha256, mode }] as const
  return { file, sizeInBytes, sha256, md5, files, diagnostics: [] }
}
