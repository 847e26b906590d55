/** Limits that keep a hostile plugin.yaml or manifest.json from costing memory, time or the stack. */
export interface Limits {
  /** Size of a plugin.yaml in bytes. */
  readonly manifestBytes: number
  /** Levels of mappings and lists. */
  readonly depth: number
  /** Uses of aliases (`*name`), also those inside an aliased value. */
  readonly aliases: number
  /** Values that aliases may repeat in all. */
  readonly aliasedValues: number
  /** Problems reported for one document. */
  readonly problems: number
  /** Size of a packed manifest.json in bytes. */
  readonly packedManifestBytes: number
}

/** The limits in force; they are not options, so that a file is valid everywhere or nowhere. */
export const LIMITS: Limits = {
  manifestBytes: 256 * 1024,
  depth: 32,
  aliases: 100,
  aliasedValues: 10_000,
  problems: 100,
  packedManifestBytes: 16 * 1024 * 1024,
}
