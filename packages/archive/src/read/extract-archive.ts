import { PluginError } from '@plugwright/diagnostics'
import type { FileDigest } from '../file-digest.ts'
import type { ArchiveSource } from './archive-source.ts'
import { createContentHash } from './content-hash.ts'
import { contentMismatch, entryMissing, entryUnlisted } from './diagnostics.ts'
import type { ArchiveMember } from './entry-gate.ts'
import type { ContentSink } from './entry-visitor.ts'
import type { ResolvedReadOptions } from './options.ts'
import { readEntries } from './read-entries.ts'
import { createStaging, type Staging } from './staging.ts'

/** Options of an extraction. */
export interface ExtractOptions {
  /**
   * The files that may and must be there, with these sizes, digests and modes. An entry that is in neither
   * list is refused. @default whatever the archive holds
   */
  readonly expected?: readonly FileDigest[] | undefined
  /** Entries that are checked but not written. @default none */
  readonly exclude?: Iterable<string> | undefined
}

/** What was extracted. */
export interface ExtractedArchive {
  /** As written, in the order of the archive. */
  readonly files: readonly FileDigest[]
}

/** Extracts an open archive. */
export async function extractEntries(
  source: ArchiveSource,
  dir: string,
  options: ResolvedReadOptions & ExtractOptions,
): Promise<ExtractedArchive> {
  const staging = createStaging(dir)
  try {
    const files = await extractTo(staging, source, options)
    options.signal?.throwIfAborted()
    staging.commit()
    return { files }
  } catch (error) {
    staging.discard()
    throw error
  }
}

async function extractTo(
  staging: Staging,
  source: ArchiveSource,
  options: ResolvedReadOptions & ExtractOptions,
): Promise<FileDigest[]> {
  const expected = options.expected && new Map(options.expected.map((file) => [file.path, file]))
  const excluded = new Set(options.exclude)
  const files: FileDigest[] = []
  const visitor = {
    enter(entry: ArchiveMember): ContentSink | undefined {
      // A folder without files is nothing that a package can list.
      if (entry.type === 'directory' || excluded.has(entry.path)) return undefined
      return extractFile(staging, entry, {
        listed: expected && takeListed(expected, entry),
        onEnd: (file) => files.push(file),
      })
    },
  }
  await readEntries(source, visitor, options)
  const [missing] = expected?.keys() ?? []
  if (missing !== undefined) throw new PluginError([entryMissing(missing)])
  return files
}

/** Looks at what is known before the content; takes the file off the list. */
function takeListed(expected: Map<string, FileDigest>, { path, size, mode }: ArchiveMember): FileDigest {
  const listed = expected.get(path)
  if (listed === undefined) throw new PluginError([entryUnlisted(path)])
  expected.delete(path)
  if (listed.size !== size) refuseContent(path, `it has ${size} bytes, not ${listed.size}`)
  if (listed.mode !== mode) refuseContent(path, `it has mode ${mode}, not ${listed.mode}`)
  return listed
}

function extractFile(
  staging: Staging,
  { path, size, mode }: ArchiveMember,
  { listed, onEnd }: { listed: FileDigest | undefined; onEnd: (file: FileDigest) => void },
): ContentSink {
  const hash = createContentHash(size)
  const file = staging.create(path, mode)
  return {
    write(chunk) {
      hash.update(chunk)
      file.write(chunk)
    },
    end() {
      const sha256 = hash.digest()
      if (listed !== undefined && listed.sha256 !== sha256) {
        refuseContent(path, `its SHA-256 is ${sha256}, not ${listed.sha256}`)
      }
      file.close()
      onEnd({ path, size, sha256, mode })
    },
  }
}

function refuseContent(path: string, what: string): never {
  throw new PluginError([contentMismatch(path, what)])
}
