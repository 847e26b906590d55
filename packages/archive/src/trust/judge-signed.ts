import type { TrustOptions } from './judge-archive.ts'
import { limitToScope, statusOf, verdictOf } from './signers.ts'
import { explain } from './verdict-diagnostics.ts'
import type { Signer, Verification } from './verification.ts'

/** A package in a format of another system, whose own reader has verified signatures and content. */
export interface SignedPackage {
  /** Of the plugin: decides whether a key is in scope. */
  readonly name: string
  /** Ids of the keys whose signatures are genuine. */
  readonly keyIds: readonly string[]
}

/** Judges who signed, by the rules for packages of our own: validity, scope, policy. Pure but for the clock where `at` is not given. */
export function judgeSigned(
  { name, keyIds }: SignedPackage,
  options: TrustOptions,
): Pick<Verification, 'verdict' | 'accepted' | 'signers' | 'diagnostics'> {
  const { trust, policy, expectedName, at = new Date() } = options
  const judged = keyIds.map((keyId): Signer => {
    const key = trust.keys.find(({ publicKey }) => publicKey.keyId === keyId)
    return key === undefined
      ? { keyId, status: 'unknown' }
      : { keyId, owner: key.owner, status: statusOf(key, at) }
  })
  const signers = limitToScope(judged, name, trust)
  const verdict = verdictOf(signers)
  return { verdict, signers, ...explain({ verdict, policy, signers, differences: [], name, expectedName }) }
}
