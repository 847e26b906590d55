import type { ArchiveLimits, PrivateKey, SegmentCache, WriteProgress } from '@plugwright/archive'
import type { Bundler } from './bundler.ts'
import type { Target } from './target.ts'

/** Options of {@link packPlugin}. */
export interface PackOptions {
  /** The plugin folder, or its plugin.yaml. */
  readonly dir: string
  /**
   * Names of built-in targets, or targets of your own. A name not known throws `PACK_UNKNOWN_TARGET`, an empty list
   * `PACK_TARGETS_EMPTY`.
   * @default the known ones of `targets` in plugin.yaml
   */
  readonly targets?: readonly (string | Target)[] | undefined
  /**
   * For all targets; one not known throws `PACK_UNKNOWN_FORMAT`.
   * @default the `formats` of the target's block in plugin.yaml, else the target's first format
   */
  readonly formats?: readonly string[] | undefined
  /** Absolute: resolve it against your working directory. @default `<plugin>/dist` */
  readonly outputDir?: string | undefined
  /** Builds the bundles first. @default none: bundles built before are used, and refused where stale */
  readonly bundler?: Bundler | undefined
  /** Bounds of the archive. @default DEFAULT_LIMITS of @plugwright/archive */
  readonly limits?: Partial<ArchiveLimits> | undefined
  /** Where compressed segments are kept for the next time; `false`: nowhere. @default that of the user */
  readonly cache?: SegmentCache | false | undefined
  /** Called as the files of a package are read, for one package after the other. @default nobody is told */
  readonly onProgress?: ((progress: WriteProgress) => void) | undefined
  /**
   * Signs every package with each of these keys: inside, where the target has a place for it, else as a DSSE envelope
   * `FILE.sig.json` beside it. At most 16. @default unsigned
   */
  readonly signWith?: readonly PrivateKey[] | undefined
  /** Seconds since 1970 for the report, as in SOURCE_DATE_EPOCH. @default that variable, else now */
  readonly sourceDateEpoch?: number | undefined
  /** Stops the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}
