import { PluginError } from '@plugwright/diagnostics'
import { trustKeyExists, trustKeyUnknown, trustStoreInvalid } from './diagnostics.ts'
import { formatTrustStore, parseTrustStore, type TrustedKey, type TrustStore } from './trust-store.ts'

/**
 * A store with one key more. Throws `TRUST_KEY_EXISTS` where the key is in it, also retired or revoked: a decision is
 * not undone by adding; and `TRUST_STORE_INVALID` for values that could not be read back.
 */
export function addTrustedKey(store: TrustStore, key: TrustedKey): TrustStore {
  const { keyId } = key.publicKey
  const known = store.keys.find(({ publicKey }) => publicKey.keyId === keyId)
  if (known !== undefined) throw new PluginError([trustKeyExists(keyId, known.status)])
  return checked({ keys: [...store.keys, key] })
}

/** What is known of a change of status. */
export interface StatusChange {
  /** The id of the key, or its first 8 or more digits. */
  readonly keyId: string
  /** For people. */
  readonly reason?: string
}

/** A store in which a key is revoked: none of its signatures counts any more. Throws `TRUST_KEY_UNKNOWN`. */
export function revokeKey(store: TrustStore, change: StatusChange & { readonly at: Date }): TrustStore {
  return withStatus(store, change, { status: 'revoked', revokedAt: change.at })
}

/** A store in which a key is retired: its signatures count as expired. Throws `TRUST_KEY_UNKNOWN`. */
export function retireKey(store: TrustStore, change: StatusChange): TrustStore {
  const key = findTrustedKey(store, change.keyId)
  // Revoked is worse, and stays.
  return key.status === 'revoked' ? store : withStatus(store, change, { status: 'retired' })
}

/** Finds a key by its id, or by the first 8 or more digits of it. Throws `TRUST_KEY_UNKNOWN`. */
export function findTrustedKey(store: TrustStore, keyId: string): TrustedKey {
  const found = store.keys.filter(({ publicKey }) => publicKey.keyId.startsWith(keyId))
  const [key] = found
  if (key === undefined || found.length > 1 || keyId.length < 8) {
    throw new PluginError([trustKeyUnknown(keyId, keyId.length < 8 ? 0 : found.length)])
  }
  return key
}

function withStatus(
  store: TrustStore,
  { keyId, reason }: StatusChange,
  status: Pick<TrustedKey, 'status' | 'revokedAt'>,
): TrustStore {
  const key = findTrustedKey(store, keyId)
  const changed = { ...key, ...status, ...(reason !== undefined && { reason }) }
  return checked({ keys: store.keys.map((one) => (one === key ? changed : one)) })
}

/** One set of rules for what is read and what is written. */
function checked(store: TrustStore): TrustStore {
  const parsed = parseTrustStore(formatTrustStore(store))
  if (parsed.store !== undefined) return parsed.store
  const [problem = trustStoreInvalid('it cannot be read back', {})] = parsed.diagnostics
  throw new PluginError([problem])
}
