import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { PluginError } from '@plugwright/diagnostics'
import { keyFormat, keyType, weakKey } from './diagnostics.ts'
import { formatPem, parsePem } from './pem.ts'
import { checkPublicKeyBytes } from './public-key-check.ts'

/** An Ed25519 public key that has passed {@link readPublicKey} or {@link toPublicKey}: canonical, not of small order. */
export interface PublicKey {
  /** {@link keyIdOf} the bytes. */
  readonly keyId: string
  /** The 32 bytes of RFC 8032. */
  readonly bytes: Uint8Array
  /** For node:crypto. */
  readonly key: KeyObject
}

/** What a SubjectPublicKeyInfo of Ed25519 begins with (RFC 8410, section 4); the 32 bytes follow. */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/**
 * Reads a public key: PEM with SubjectPublicKeyInfo (`PUBLIC KEY`, as openssl writes it), or Arcan's `ED25519 PUBLIC
 * KEY` with the 32 raw bytes. `file` is for messages.
 *
 * Throws `KEY_FORMAT`, `KEY_TYPE`, `KEY_WEAK`.
 */
export function readPublicKey(pem: string, options: { readonly file?: string } = {}): PublicKey {
  const { file } = options
  const block = parsePem(pem)
  if (block === undefined) throw new PluginError([keyFormat('is not one PEM block', file)])
  if (block.label === 'ED25519 PUBLIC KEY') return toPublicKey(block.bytes, options)
  if (block.label !== 'PUBLIC KEY') {
    throw new PluginError([keyFormat(`is a PEM block "${block.label}", not a public key`, file)])
  }
  // An Ed25519 key has exactly one encoding in DER, so there is nothing to parse.
  if (!block.bytes.subarray(0, SPKI_PREFIX.length).equals(SPKI_PREFIX)) throw new PluginError([keyType(file)])
  return toPublicKey(block.bytes.subarray(SPKI_PREFIX.length), options)
}

/** Takes the 32 raw bytes of RFC 8032. Throws `KEY_WEAK`. */
export function toPublicKey(raw: Uint8Array, { file }: { readonly file?: string } = {}): PublicKey {
  const problem = checkPublicKeyBytes(raw)
  if (problem !== undefined) throw new PluginError([weakKey(problem, file)])
  const bytes = Uint8Array.from(raw)
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: 'der', type: 'spki' })
  return { keyId: keyIdOf(bytes), bytes, key }
}

/** The name of a key: bare lowercase hex SHA-256 of its 32 raw bytes. Arcan calls it the fingerprint. */
export function keyIdOf(publicKey: Uint8Array | Pick<PublicKey, 'bytes'>): string {
  const bytes = publicKey instanceof Uint8Array ? publicKey : publicKey.bytes
  return createHash('sha256').update(bytes).digest('hex')
}

/** Writes a public key as PEM with SubjectPublicKeyInfo. */
export function formatPublicKey({ bytes }: Pick<PublicKey, 'bytes'>): string {
  return formatPem('PUBLIC KEY', Buffer.concat([SPKI_PREFIX, bytes]))
}
