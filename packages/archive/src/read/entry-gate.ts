import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import { entryCollision, entryName, limitExceeded } from '../diagnostics.ts'
import { createCollisionFinder } from '../entry-collisions.ts'
import { checkEntryName } from '../entry-name.ts'
import { entryMode, foreignArchive } from './diagnostics.ts'
import type { ResolvedReadOptions } from './options.ts'

/** An entry as a format gives it, before any rule but those of the format. */
export interface RawEntry {
  readonly name: string
  readonly type: 'file' | 'directory'
  /** Bytes, unpacked. */
  readonly size: number
  /** The permission bits, with setuid, setgid and sticky. */
  readonly mode: number
  /** Unpacked bytes that describe the entry beyond its fixed header. @default 0 */
  readonly metadataSize?: number
}

/** An entry that may be read. */
export interface ArchiveMember {
  /** Accepted by `checkEntryName`, and unlike every other name of the archive on every system. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  readonly mode: '0644' | '0755'
  readonly type: 'file' | 'directory'
}

/** What every entry has to pass before a byte of it is unpacked, whatever the format. */
export interface EntryGate {
  /**
   * Returns nothing for the entry `./` of the root itself, which `tar czf x.tar.gz .` writes.
   * Throws `ARCHIVE_ENTRY_NAME`, `ARCHIVE_ENTRY_COLLISION`, `ARCHIVE_ENTRY_MODE`, `ARCHIVE_LIMIT_EXCEEDED`,
   * `ARCHIVE_FOREIGN`.
   */
  admit(entry: RawEntry): ArchiveMember | undefined
}

/** Makes the gate for one reading of an archive of the given size. */
export function createEntryGate(
  archiveSizeInBytes: number,
  { profile, limits }: Pick<ResolvedReadOptions, 'profile' | 'limits'>,
): EntryGate {
  const collisions = createCollisionFinder()
  let entries = 0
  let unpacked = 0
  let metadata = 0

  function countIn(entry: RawEntry): void {
    entries += 1
    unpacked += entry.size
    metadata += entry.metadataSize ?? 0
    assertLimit('The number of entries', entries, limits.entries)
    assertLimit('The unpacked size in bytes', unpacked, limits.unpackedSizeInBytes)
    // The size of the archive is known from the start, so a bomb is refused at the entry that makes it one.
    if (unpacked + metadata <= limits.ratioFreeSizeInBytes) return
    const ratio = (unpacked + metadata) / Math.max(archiveSizeInBytes, 1)
    assertLimit('The ratio of unpacked to packed size', ratio, limits.ratio)
  }

  function admit(entry: RawEntry): ArchiveMember | undefined {
    if (profile === 'foreign' && entry.name === './' && entry.type === 'directory') {
      countIn(entry)
      return undefined
    }
    if (profile === 'own' && entry.type === 'directory') {
      refuse(foreignArchive(`it has an entry for the folder ${JSON.stringify(entry.name)}`))
    }
    const path = profile === 'own' ? entry.name : toPlainName(entry)
    const problem = checkEntryName(path)
    if (problem !== undefined) refuse({ ...entryName(path, problem), hint: NAME_HINT })
    if ((entry.mode & 0o7000) !== 0) refuse(entryMode(path, entry.mode))
    if (profile === 'own' && entry.mode !== 0o644 && entry.mode !== 0o755) {
      refuse(
        foreignArchive(
          `the entry ${JSON.stringify(path)} has mode ${entry.mode.toString(8).padStart(4, '0')}`,
        ),
      )
    }
    countIn(entry)
    const collision = collisions.add(path, entry.type)
    if (collision !== undefined) refuse(entryCollision(collision))
    return { path, size: entry.size, mode: (entry.mode & 0o100) === 0 ? '0644' : '0755', type: entry.type }
  }

  return { admit }
}

const NAME_HINT = 'such a name can leave the folder, or cannot exist on every system; pack the plugin again.'

/** `./lib/` → `lib`. Only one leading `./` goes: `././x` is nobody's habit. */
function toPlainName({ name, type }: RawEntry): string {
  const relative = name.startsWith('./') && name.length > 2 ? name.slice(2) : name
  return type === 'directory' && relative.endsWith('/') ? relative.slice(0, -1) : relative
}

function assertLimit(what: string, found: number, limit: number): void {
  if (found > limit) refuse(limitExceeded(what, { found, limit }))
}

function refuse(diagnostic: Diagnostic): never {
  throw new PluginError([diagnostic])
}
