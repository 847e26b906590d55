/** Upper bounds of an archive; the writer and the readers apply the same ones. */
export interface ArchiveLimits {
  /** Size of the archive file. */
  readonly archiveSizeInBytes: number
  /** Sum of the sizes of all entries, control files included. */
  readonly unpackedSizeInBytes: number
  /** Number of entries, control files included. */
  readonly entries: number
  /** Unpacked to packed size; looked at only above {@link ArchiveLimits.ratioFreeSizeInBytes}. */
  readonly ratio: number
  /** Unpacked size up to which any ratio is fine: a small file of zeros harms nobody. */
  readonly ratioFreeSizeInBytes: number
  /** Size of one control file, such as `manifest.json`. */
  readonly controlSizeInBytes: number
}

const MIB = 1024 * 1024

/**
 * 512 MiB packed, 2 GiB unpacked, 50,000 entries, 200:1 above 64 MiB, 16 MiB for a control file.
 * Far above any real plugin, low enough that a hostile one cannot fill a disk.
 */
export const DEFAULT_LIMITS: ArchiveLimits = {
  archiveSizeInBytes: 512 * MIB,
  unpackedSizeInBytes: 2048 * MIB,
  entries: 50_000,
  ratio: 200,
  ratioFreeSizeInBytes: 64 * MIB,
  controlSizeInBytes: 16 * MIB,
}

/** Fills what is not given with {@link DEFAULT_LIMITS}. */
export function resolveLimits(limits: Partial<ArchiveLimits> = {}): ArchiveLimits {
  return { ...DEFAULT_LIMITS, ...limits }
}
