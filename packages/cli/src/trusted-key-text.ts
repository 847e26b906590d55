import type { TrustedKey } from '@plugwright/archive'

/** A trusted key in the JSON value: times as `2026-11-20T00:00:00.000Z`. */
export interface TrustedKeyData {
  readonly keyId: string
  readonly owner: string
  readonly names: readonly string[]
  readonly status: TrustedKey['status']
  readonly validFrom?: string
  readonly validUntil?: string
  readonly revokedAt?: string
  readonly reason?: string
}

/** Makes plain data of a key. */
export function toTrustedKeyData(key: TrustedKey): TrustedKeyData {
  const { publicKey, owner, names, status, validFrom, validUntil, revokedAt, reason } = key
  return {
    keyId: publicKey.keyId,
    owner,
    names,
    status,
    ...(validFrom && { validFrom: validFrom.toISOString() }),
    ...(validUntil && { validUntil: validUntil.toISOString() }),
    ...(revokedAt && { revokedAt: revokedAt.toISOString() }),
    ...(reason !== undefined && { reason }),
  }
}

/** The cells of a key: start of the id, owner, names, validity, status. */
export function toCells({ publicKey, owner, names, validFrom, validUntil, ...key }: TrustedKey): string[] {
  const from = validFrom === undefined ? '' : `from ${formatDay(validFrom)}`
  const until = validUntil === undefined ? '' : `until ${formatDay(validUntil)}`
  const validity = [from, until].filter((text) => text !== '').join(' ') || 'always'
  const reason = key.reason === undefined ? '' : `: ${key.reason}`
  return [publicKey.keyId.slice(0, 16), owner, names.join(', '), validity, `${key.status}${reason}`]
}

/** The day, where the time is its beginning. */
function formatDay(time: Date): string {
  return time
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace('T00:00:00Z', '')
}
