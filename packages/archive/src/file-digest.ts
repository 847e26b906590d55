/** What a manifest says of one file. */
export interface FileDigest {
  /** The entry name. */
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** Bare lowercase hex. */
  readonly sha256: string
  readonly mode: '0644' | '0755'
}
