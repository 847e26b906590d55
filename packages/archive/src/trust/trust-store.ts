import { type Diagnostic, isPluginError } from '@plugwright/diagnostics'
import { type PublicKey, toPublicKey } from '../sign/public-key.ts'
import { formatJson, parseBase64 } from '../sign/signature-file.ts'
import { findKeyProblem, isRecord, parseStrictJson } from '../sign/strict-json.ts'
import { trustStoreInvalid } from './diagnostics.ts'
import { isNamePattern } from './name-pattern.ts'

/** A key that somebody decided to trust, and for what. */
export interface TrustedKey {
  readonly publicKey: PublicKey
  /** Who holds the private key, for people. */
  readonly owner: string
  /** Names of the plugins that the key may sign; `*` stands for any characters. */
  readonly names: readonly string[]
  /**
   * `retired`: no longer in use, and counts as expired. `revoked`: in wrong hands; none of its signatures counts, whenever it
   * was made, because a signature does not prove its own time.
   */
  readonly status: 'active' | 'retired' | 'revoked'
  /** @default since ever */
  readonly validFrom?: Date
  /** The first moment at which it is no longer valid. @default for ever */
  readonly validUntil?: Date
  /** For people; present exactly where the status is `revoked`. */
  readonly revokedAt?: Date
  /** Why it was retired or revoked, for people. */
  readonly reason?: string
}

/** The keys that somebody trusts; at most one entry a key. */
export interface TrustStore {
  readonly keys: readonly TrustedKey[]
}

/** Trusts nobody. */
export const EMPTY_TRUST_STORE: TrustStore = { keys: [] }

/** What {@link parseTrustStore} gives; `store` is absent where there are diagnostics. */
export interface ParsedTrustStore {
  readonly store?: TrustStore
  readonly diagnostics: readonly Diagnostic[]
}

const MAX_TRUST_STORE_BYTES = 1024 * 1024
const STATUSES: ReadonlySet<unknown> = new Set(['active', 'retired', 'revoked'])

/**
 * Parses a trust store: `{ version: 1, keys: [{ keyId, publicKey, owner, names, status, validFrom?, validUntil?,
 * revokedAt?, reason? }] }`, `publicKey` base64 of the 32 raw bytes, times as `2026-11-20T00:00:00Z`. One bad entry
 * refuses the whole: a store that is read in part could miss a revocation. Never throws.
 *
 * Error: TRUST_STORE_INVALID, with the place of the value in `path`.
 */
export function parseTrustStore(
  bytes: Uint8Array,
  options: { readonly file?: string } = {},
): ParsedTrustStore {
  const refuse = (reason: string, path: readonly (string | number)[] = []): ParsedTrustStore => ({
    diagnostics: [trustStoreInvalid(reason, { ...options, path })],
  })
  const { value, problem } = parseStrictJson(bytes, MAX_TRUST_STORE_BYTES)
  if (problem !== undefined) return refuse(`it ${problem}`)
  if (!isRecord(value)) return refuse('it is not an object')
  const keyProblem = findKeyProblem(value, { required: ['version', 'keys'] })
  if (keyProblem !== undefined) return refuse(`it ${keyProblem}`)
  if (value['version'] !== 1) return refuse('its version is not 1', ['version'])
  if (!Array.isArray(value['keys'])) return refuse('"keys" is not a list', ['keys'])
  const keys: TrustedKey[] = []
  for (const [index, entry] of (value['keys'] as unknown[]).entries()) {
    const key = parseTrustedKey(entry)
    if (typeof key === 'string') return refuse(`key ${index + 1} ${key}`, ['keys', index])
    if (keys.some(({ publicKey }) => publicKey.keyId === key.publicKey.keyId)) {
      return refuse(`the key ${key.publicKey.keyId} is in it twice`, ['keys', index])
    }
    keys.push(key)
  }
  return { store: { keys }, diagnostics: [] }
}

/** A key, or what is wrong with its entry as the end of a sentence. */
function parseTrustedKey(entry: unknown): TrustedKey | string {
  if (!isRecord(entry)) return 'is not an object'
  const keyProblem = findKeyProblem(entry, {
    required: ['keyId', 'publicKey', 'owner', 'names', 'status'],
    optional: ['validFrom', 'validUntil', 'revokedAt', 'reason'],
  })
  if (keyProblem !== undefined) return keyProblem
  const { keyId, publicKey, owner, names, status, reason } = entry
  const key = parsePublicKey(publicKey)
  if (typeof key === 'string') return key
  if (key.keyId !== keyId) return 'has a keyId that is not that of its publicKey'
  if (!isText(owner)) return 'has an owner that is not a text of 1 to 200 characters'
  if (!isNames(names)) return 'has names that are not a list of plugin names and patterns'
  if (!STATUSES.has(status)) return 'has a status that is not active, retired or revoked'
  if (reason !== undefined && !isText(reason)) return 'has a reason that is not a text of 1 to 200 characters'
  if ((status === 'revoked') !== 'revokedAt' in entry) return 'has a revokedAt exactly if it is not revoked'
  const times = parseTimes(entry)
  if (typeof times === 'string') return times
  return {
    publicKey: key,
    owner,
    names,
    status: status as TrustedKey['status'],
    ...times,
    ...(reason !== undefined && { reason }),
  }
}

function parsePublicKey(value: unknown): PublicKey | string {
  const bytes = parseBase64(value, { isUrlSafeAllowed: false })
  if (bytes === undefined) return 'has a publicKey that is not base64'
  try {
    return toPublicKey(bytes)
  } catch (error) {
    if (isPluginError(error)) return 'has a publicKey that no honest tool makes (KEY_WEAK)'
    throw error
  }
}

type Times = Pick<TrustedKey, 'validFrom' | 'validUntil' | 'revokedAt'>

function parseTimes(entry: Readonly<Record<string, unknown>>): Times | string {
  const times: { -readonly [Key in keyof Times]: Times[Key] } = {}
  for (const key of ['validFrom', 'validUntil', 'revokedAt'] as const) {
    if (entry[key] === undefined) continue
    const time = parseTime(entry[key])
    if (time === undefined) return `has a ${key} that is not a time such as 2026-11-20T00:00:00Z`
    times[key] = time
  }
  const { validFrom, validUntil } = times
  if (validFrom !== undefined && validUntil !== undefined && validFrom >= validUntil) {
    return 'has a validUntil that is not after its validFrom'
  }
  return times
}

function parseTime(value: unknown): Date | undefined {
  if (typeof value !== 'string') return undefined
  const time = new Date(value)
  // One spelling; days that do not exist would be moved to the next month.
  return !Number.isNaN(time.getTime()) && formatTime(time) === value ? time : undefined
}

/** `2026-11-20T00:00:00Z`; parts of a second are dropped. */
function formatTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}

function isText(value: unknown): value is string {
  // No control or direction characters: the text is printed.
  return typeof value === 'string' && /^[^\p{Cc}\p{Cf}\p{Cs}]{1,200}$/u.test(value)
}

function isNames(value: unknown): value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return false
  return value.every((name) => typeof name === 'string' && isNamePattern(name))
}

/** Writes a trust store as {@link parseTrustStore} reads it. */
export function formatTrustStore({ keys }: TrustStore): Uint8Array {
  const entries = keys.map(({ publicKey, validFrom, validUntil, revokedAt, ...key }) => ({
    keyId: publicKey.keyId,
    publicKey: Buffer.from(publicKey.bytes).toString('base64'),
    owner: key.owner,
    names: key.names,
    status: key.status,
    ...(validFrom && { validFrom: formatTime(validFrom) }),
    ...(validUntil && { validUntil: formatTime(validUntil) }),
    ...(revokedAt && { revokedAt: formatTime(revokedAt) }),
    ...(key.reason !== undefined && { reason: key.reason }),
  }))
  return formatJson({ version: 1, keys: entries })
}
