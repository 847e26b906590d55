import type { ArchiveSource } from './archive-source.ts'
import { createEntryGate } from './entry-gate.ts'
import type { EntryVisitor } from './entry-visitor.ts'
import { gunzip } from './gunzip.ts'
import type { ResolvedReadOptions } from './options.ts'
import { TarParser } from './tar-parser.ts'

/** Options of {@link readEntries}. */
export interface ReadEntriesOptions extends ResolvedReadOptions {
  /** Gets every byte of the archive file, in order. */
  readonly onRead?: ((chunk: Buffer) => void) | undefined
}

const READ_SIZE = 256 * 1024

/**
 * Reads a whole archive once and shows every entry to the visitor. Whatever the visitor wants of it, every
 * rule is checked up to the last byte of the file.
 *
 * Throws {@link PluginError} with a code of `ARCHIVE_*`; what the visitor throws comes through.
 */
export async function readEntries(
  source: ArchiveSource,
  visitor: EntryVisitor,
  options: ReadEntriesOptions,
): Promise<void> {
  const gate = createEntryGate(source.sizeInBytes, options)
  if (source.format === 'tar.gz') {
    const parser = new TarParser({ profile: options.profile, gate, visitor })
    for await (const chunk of gunzip(source, options)) parser.push(chunk)
    parser.end()
  } else {
    // Only for zip, so that a tar.gz does not load yauzl.
    const { readZip } = await import('./read-zip.ts')
    await showBytes(source, options)
    await readZip(source, { ...options, gate, visitor })
  }
  await source.assertUnchanged()
}

/** The entries of a zip are read one by one; who wants the file gets it first. */
async function showBytes(source: ArchiveSource, { onRead, signal }: ReadEntriesOptions): Promise<void> {
  if (onRead === undefined) return
  for (let position = 0; position < source.sizeInBytes; position += READ_SIZE) {
    signal?.throwIfAborted()
    onRead(await source.read(position, READ_SIZE))
  }
}
