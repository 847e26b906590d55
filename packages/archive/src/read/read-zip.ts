import { PluginError } from '@plugwright/diagnostics'
import type { ArchiveSource } from './archive-source.ts'
import { trailingBytes, zipOverlap } from './diagnostics.ts'
import type { EntryGate } from './entry-gate.ts'
import type { EntryVisitor } from './entry-visitor.ts'
import { createFileWindow } from './file-window.ts'
import type { ResolvedReadOptions } from './options.ts'
import { readZipContent } from './zip-content.ts'
import { assertDescriptor, MAX_DESCRIPTOR_SIZE, readLocalHeader } from './zip-local-header.ts'
import { assertOwnDirectory, readZipDirectory } from './zip-directory.ts'
import { FLAGS, type ZipRecord } from './zip-record.ts'

/** Options of {@link readZip}. */
export interface ReadZipOptions extends ResolvedReadOptions {
  readonly gate: EntryGate
  readonly visitor: EntryVisitor
}

/**
 * Reads a zip in the order of its bytes. The entries must fill the file from its first byte to the directory, each with the same
 * headers in both places, so there is one way to read it. All names, sizes and modes are checked before anything is unpacked.
 *
 * Throws `ARCHIVE_TRAILING_BYTES`, `ARCHIVE_ZIP_OVERLAP`, and the codes of the parts.
 */
export async function readZip(source: ArchiveSource, options: ReadZipOptions): Promise<void> {
  const { gate, visitor, profile, signal } = options
  const directory = await readZipDirectory(source, options)
  const { records, start: directoryStart } = directory
  const admitted = records.map((record) => ({ record, member: gate.admit(record.entry) }))
  if (profile === 'own') assertOwnDirectory(directory)
  const window = createFileWindow(source)
  let position = 0
  for (const [index, { record, member }] of admitted.entries()) {
    signal?.throwIfAborted()
    const next = records[index + 1]?.offset ?? directoryStart
    assertStart(record, position)
    const start = await readLocalHeader(window, record, profile)
    const end = start + record.compressedSize
    if (end > next) throw new PluginError([zipOverlap(record.entry.name)])
    const sink = member === undefined ? undefined : visitor.enter(member)
    await readZipContent({ record, start, window, sink, signal })
    position = end
    if ((record.flags & FLAGS.descriptor) !== 0) {
      // One byte more than the longest, so that a longer gap is seen and never read into memory.
      assertDescriptor(await window.read(end, Math.min(next - end, MAX_DESCRIPTOR_SIZE + 1)), record)
      position = next
    }
  }
  if (position !== directoryStart) throw new PluginError([trailingBytes('before the directory of the zip')])
}

function assertStart({ offset, entry }: ZipRecord, position: number): void {
  if (offset < position) throw new PluginError([zipOverlap(entry.name)])
  if (offset === position) return
  const where = position === 0 ? 'before the first entry' : `before ${JSON.stringify(entry.name)}`
  throw new PluginError([trailingBytes(where)])
}
