import { PluginError } from '@plugwright/diagnostics'
import { limitExceeded } from '../diagnostics.ts'
import type { ArchiveSource } from './archive-source.ts'
import { entryMissing, nestedRoot } from './diagnostics.ts'
import type { ArchiveMember } from './entry-gate.ts'
import type { ContentSink } from './entry-visitor.ts'
import type { ResolvedReadOptions } from './options.ts'
import { readEntries } from './read-entries.ts'

/** Reads files of an open archive into memory. */
export async function readFiles(
  source: ArchiveSource,
  names: readonly string[],
  options: ResolvedReadOptions,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const keeper = createKeeper(names, options)
  const paths: string[] = []
  const visitor = {
    enter(entry: ArchiveMember): ContentSink | undefined {
      paths.push(entry.path)
      return keeper.keep(entry)
    },
  }
  await readEntries(source, visitor, options)
  const missing = names.find((name) => !keeper.contents.has(name))
  if (missing !== undefined) throw new PluginError([whyMissing(missing, paths)])
  return keeper.contents
}

/** Keeps the contents of the named entries. */
export interface Keeper {
  readonly contents: ReadonlyMap<string, Uint8Array>
  /** Returns what takes the bytes of an entry that is named. Throws `ARCHIVE_LIMIT_EXCEEDED`. */
  keep(entry: ArchiveMember): ContentSink | undefined
}

/** Makes a keeper of files of at most `limits.controlSizeInBytes` each. */
export function createKeeper(
  names: Iterable<string>,
  { limits }: Pick<ResolvedReadOptions, 'limits'>,
): Keeper {
  const wanted = new Set(names)
  const contents = new Map<string, Uint8Array>()
  function keep({ path, size, type }: ArchiveMember): ContentSink | undefined {
    if (!wanted.has(path) || type !== 'file') return undefined
    const extent = { found: size, limit: limits.controlSizeInBytes }
    if (extent.found > extent.limit) {
      throw new PluginError([limitExceeded(`The size of ${path} in bytes`, extent)])
    }
    // Not `allocUnsafe`: the pool behind it may hold other content, and the bytes are handed out.
    const bytes = Buffer.alloc(size)
    let filled = 0
    return {
      write(chunk) {
        filled += chunk.copy(bytes, filled)
      },
      end: () => void contents.set(path, bytes),
    }
  }
  return { contents, keep }
}

/** All in one folder, and the file is there: somebody packed the folder instead of its contents. */
function whyMissing(name: string, paths: readonly string[]): ReturnType<typeof entryMissing> {
  const folder = paths[0]?.split('/')[0] ?? ''
  const isNested = paths.includes(`${folder}/${name}`) && paths.every((path) => path.split('/')[0] === folder)
  return isNested ? nestedRoot(name, folder) : entryMissing(name)
}
