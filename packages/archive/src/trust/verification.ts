import type { Diagnostic } from '@plugwright/diagnostics'
import type { FileDigest } from '../file-digest.ts'

/**
 * What a package is, from the view of a trust store:
 *
 * - `malformed`: refused before or without looking at signatures: a bad archive, manifest or signature file;
 * - `bad-signature`: a signature under a known key is not one of this manifest; the manifest is not even parsed;
 * - `content-mismatch`: the files are not those that the manifest lists;
 * - `verified`: signed by a key that is trusted, valid now and in scope;
 * - `revoked-key`, `expired-key`, `untrusted-key`: signed, but by no such key (the first that fits);
 * - `unsigned`.
 */
export type Verdict =
  | 'verified'
  | 'unsigned'
  | 'untrusted-key'
  | 'expired-key'
  | 'revoked-key'
  | 'bad-signature'
  | 'content-mismatch'
  | 'malformed'

/** A verdict about a package that could be judged. */
export type JudgedVerdict = Exclude<Verdict, 'malformed'>

/**
 * What is accepted: `require`: `verified` alone. `prefer`: also `unsigned`. `off`: also what is signed by keys that do not
 * count. `bad-signature`, `content-mismatch` and `malformed` never are.
 */
export type TrustPolicy = 'require' | 'prefer' | 'off'

const ACCEPTED: Readonly<Record<TrustPolicy, ReadonlySet<Verdict>>> = {
  require: new Set<Verdict>(['verified']),
  prefer: new Set<Verdict>(['verified', 'unsigned']),
  off: new Set<Verdict>(['verified', 'unsigned', 'untrusted-key', 'expired-key', 'revoked-key']),
}

/** Tells whether a policy lets a verdict pass. */
export function isAccepted(verdict: Verdict, policy: TrustPolicy): boolean {
  return ACCEPTED[policy].has(verdict)
}

/** What the digests that the content was compared with are worth: signed, listed in an unsigned manifest, in a file beside. */
export type Integrity = 'signed' | 'listed' | 'beside' | 'none'

/** One signature, judged. */
export interface Signer {
  /** For `unknown` a claim of the package, and nothing more. */
  readonly keyId: string
  /** From the trust store. */
  readonly owner?: string
  readonly status: SignerStatus
}

/**
 * `bad`: the signature does not verify. `unknown`: the key is not in the store, so nothing could be verified. All others
 * verify; `trusted` alone makes a package `verified`.
 */
export type SignerStatus =
  | 'trusted'
  | 'unknown'
  | 'bad'
  | 'out-of-scope'
  | 'not-yet-valid'
  | 'expired'
  | 'retired'
  | 'revoked'

/** A file that is not as the manifest, or the envelope, says. */
export interface FileDifference {
  readonly path: string
  /** `unlisted`: in the archive alone; `missing`: in the manifest alone; `mode`: same bytes, other mode. */
  readonly kind: 'changed' | 'missing' | 'unlisted' | 'mode'
}

/** Evidence about one package. */
export interface Verification {
  readonly verdict: Verdict
  /** The policy lets the verdict pass, and the name is the expected one. */
  readonly accepted: boolean
  readonly integrity: Integrity
  /** In the order of the signature file. */
  readonly signers: readonly Signer[]
  /** As the manifest or the envelope says; absent where it was not parsed. Without a verdict `verified` a mere claim. */
  readonly name?: string
  readonly version?: string
  /** What the manifest lists: what an installer may write, and compares while writing. Empty for other artifacts. */
  readonly files: readonly FileDigest[]
  /** Empty unless the verdict is `content-mismatch`. */
  readonly differences: readonly FileDifference[]
  /** Of the file that was read; absent where it could not be read to its end. */
  readonly sha256?: string
  readonly sizeInBytes?: number
  /** Errors where the package is not accepted, else warnings. */
  readonly diagnostics: readonly Diagnostic[]
}
