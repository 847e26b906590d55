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

/**
 * Reads a whole archive once and shows every entry to the visitor. Whatever the visitor wants of it, every
 * rule is checked up to the last byte of the file.
 *
 * Throws {@link PluginError} with the codes of `ARCHIVE_*`; what the visitor throws comes through.
 */
export async function readEntries(
  source: ArchiveSource,
  visitor: EntryVisitor,
  options: ReadEntriesOptions,
): Promise<void> {
  const gate = createEntryGate(source.sizeInBytes, options)
  await readTarGz(source, { ...options, gate, visitor })
  await source.assertUnchanged()
}

async function readTarGz(
  source: ArchiveSource,
  options: ReadEntriesOptions & { gate: ReturnType<typeof createEntryGate>; visitor: EntryVisitor },
): Promise<void> {
  const parser = new TarParser(options)
  for await (const chunk of gunzip(source, options)) parser.push(chunk)
  parser.end()
}
