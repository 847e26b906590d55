import { type ArchiveLimits, resolveLimits } from '../limits.ts'

/**
 * How much an archive may differ from what our writer makes.
 *
 * - `own`: regular files with owner 0, time 0 and mode 0644 or 0755; nothing else.
 * - `foreign`: also directory entries, one leading `./`, owners and times (they are ignored), pax keys without
 *   meaning for the content, long names in GNU form, names and comments in gzip headers, data descriptors in zip.
 *
 * Both refuse links, devices, duplicates, collisions, bad checksums and every byte that belongs to nothing.
 */
export type ReadProfile = 'own' | 'foreign'

/** Options of every reader. */
export interface ReadOptions {
  /** @default 'own' */
  readonly profile?: ReadProfile
  /** @default DEFAULT_LIMITS */
  readonly limits?: Partial<ArchiveLimits> | undefined
  /** Stops the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** {@link ReadOptions} with every default filled in. */
export interface ResolvedReadOptions {
  readonly profile: ReadProfile
  readonly limits: ArchiveLimits
  readonly signal: AbortSignal | undefined
}

/** Fills what is not given. */
export function resolveReadOptions(options: ReadOptions = {}): ResolvedReadOptions {
  return {
    profile: options.profile ?? 'own',
    limits: resolveLimits(options.limits),
    signal: options.signal,
  }
}
