import { isSignedBy, type Signature } from '../sign/signature-file.ts'
import { matchesNamePattern } from './name-pattern.ts'
import type { TrustedKey, TrustStore } from './trust-store.ts'
import type { JudgedVerdict, Signer, SignerStatus } from './verification.ts'

/** A payload with what claims to be its signatures. */
export interface SignedPayload {
  readonly payloadType: string
  readonly payload: Uint8Array
  readonly signatures: readonly Signature[]
}

/**
 * Judges each signature over the bytes alone; what they say, and so the scope of the keys, is not known yet. The key and the
 * algorithm come from the trust store; the package says only which key to try.
 */
export function checkSigners(
  { payloadType, payload, signatures }: SignedPayload,
  { trust, at }: { readonly trust: TrustStore; readonly at: Date },
): Signer[] {
  return signatures.map(({ keyid: keyId, sig }): Signer => {
    const key = trust.keys.find(({ publicKey }) => publicKey.keyId === keyId)
    if (key === undefined) return { keyId, status: 'unknown' }
    const isGood = isSignedBy(key.publicKey, { payloadType, payload, sig })
    return { keyId, owner: key.owner, status: isGood ? statusOf(key, at) : 'bad' }
  })
}

/** The status of a key whose signature verifies, but for its scope. */
export function statusOf({ status, validFrom, validUntil }: TrustedKey, at: Date): SignerStatus {
  if (status !== 'active') return status
  if (validFrom !== undefined && at < validFrom) return 'not-yet-valid'
  return validUntil !== undefined && at >= validUntil ? 'expired' : 'trusted'
}

/** Takes the trust from keys that may not sign for a plugin of this name. */
export function limitToScope(signers: readonly Signer[], name: string, trust: TrustStore): Signer[] {
  return signers.map((signer) => {
    if (signer.status !== 'trusted') return signer
    const key = trust.keys.find(({ publicKey }) => publicKey.keyId === signer.keyId)
    const isInScope = key?.names.some((pattern) => matchesNamePattern(pattern, name)) ?? false
    return isInScope ? signer : { ...signer, status: 'out-of-scope' }
  })
}

/** The first that any signature has decides; a key of a trusted person does not outweigh a forgery beside it. */
const PRECEDENCE: readonly (readonly [JudgedVerdict, ReadonlySet<SignerStatus>])[] = [
  ['bad-signature', new Set<SignerStatus>(['bad'])],
  ['verified', new Set<SignerStatus>(['trusted'])],
  ['revoked-key', new Set<SignerStatus>(['revoked'])],
  ['expired-key', new Set<SignerStatus>(['expired', 'retired', 'not-yet-valid'])],
  ['untrusted-key', new Set<SignerStatus>(['out-of-scope', 'unknown'])],
]

/** What the signatures together mean. */
export function verdictOf(signers: readonly Signer[]): JudgedVerdict {
  const decisive = PRECEDENCE.find(([, statuses]) => signers.some(({ status }) => statuses.has(status)))
  return decisive?.[0] ?? 'unsigned'
}
