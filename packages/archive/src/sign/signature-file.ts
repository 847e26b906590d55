import { sign, verify } from 'node:crypto'
import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import { signatureMalformed, tooManyKeys } from './diagnostics.ts'
import { MANIFEST_PAYLOAD_TYPE, preAuthenticationEncoding } from './pre-authentication-encoding.ts'
import type { PrivateKey } from './private-key.ts'
import type { PublicKey } from './public-key.ts'
import { findKeyProblem, isRecord, parseStrictJson } from './strict-json.ts'

/** Name of the control file with the signatures, beside `manifest.json`. */
export const SIGNATURE_FILE = 'signature.json'
/** Most signatures of one package. */
export const MAX_SIGNATURES = 16
/** Largest `signature.json`: more than {@link MAX_SIGNATURES} need. */
export const MAX_SIGNATURE_FILE_BYTES = 8192

/** One signature. */
export interface Signature {
  /** Hex SHA-256 of the raw public key. Says which key to try, and nothing else: it is not signed. */
  readonly keyid: string
  /** R and S of RFC 8032, 64 bytes. */
  readonly sig: Uint8Array
}

/** What {@link parseSignatureFile} gives; `signatures` is absent where there are diagnostics. */
export interface ParsedSignatures {
  readonly signatures?: readonly Signature[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Signs the exact bytes of a manifest with each key and gives the bytes of `signature.json`. A key given twice signs
 * once; the order is that of the key ids. Ed25519 takes no random numbers, so the same input gives the same bytes.
 *
 * Throws `SIGNATURE_TOO_MANY_KEYS`.
 */
export function signManifest(manifest: Uint8Array, keys: readonly PrivateKey[]): Uint8Array {
  const signatures = signPayload(manifest, { payloadType: MANIFEST_PAYLOAD_TYPE, keys })
  return formatJson({ payloadType: MANIFEST_PAYLOAD_TYPE, signatures: signatures.map(formatSignature) })
}

/** Signs the pre-authentication encoding of a payload. Throws `SIGNATURE_TOO_MANY_KEYS`. */
export function signPayload(
  payload: Uint8Array,
  { payloadType, keys }: { readonly payloadType: string; readonly keys: readonly PrivateKey[] },
): Signature[] {
  const byId = new Map(keys.map((key) => [key.publicKey.keyId, key]))
  if (byId.size > MAX_SIGNATURES) throw new PluginError([tooManyKeys(byId.size, MAX_SIGNATURES)])
  const message = preAuthenticationEncoding(payloadType, payload)
  return [...byId]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([keyid, { key }]) => ({ keyid, sig: sign(null, message, key) }))
}

/** Tells whether a signature is that of a key over the pre-authentication encoding of a payload. */
export function isSignedBy(
  { key }: Pick<PublicKey, 'key'>,
  signed: { readonly payloadType: string; readonly payload: Uint8Array; readonly sig: Uint8Array },
): boolean {
  return verify(null, preAuthenticationEncoding(signed.payloadType, signed.payload), key, signed.sig)
}

/**
 * Parses `signature.json`: `{ payloadType, signatures: [{ keyid, sig }] }` with exactly these keys, our payload type, 1
 * to 16 signatures of different keys, hex and base64 in their one canonical spelling. Verifies nothing. Never throws.
 *
 * Error: SIGNATURE_MALFORMED.
 */
export function parseSignatureFile(bytes: Uint8Array): ParsedSignatures {
  const { value, problem } = parseStrictJson(bytes, MAX_SIGNATURE_FILE_BYTES)
  if (problem !== undefined) return refuse(problem)
  if (!isRecord(value)) return refuse('is not an object')
  const keyProblem = findKeyProblem(value, { required: ['payloadType', 'signatures'] })
  if (keyProblem !== undefined) return refuse(keyProblem)
  if (value['payloadType'] !== MANIFEST_PAYLOAD_TYPE) return refuse('has another payloadType than ours')
  const signatures = parseSignatures(value['signatures'], { isUrlSafeAllowed: false })
  return typeof signatures === 'string' ? refuse(signatures) : { signatures, diagnostics: [] }
}

function refuse(reason: string): ParsedSignatures {
  return { diagnostics: [signatureMalformed(SIGNATURE_FILE, reason)] }
}

/** The list of a signature file or envelope, or what is wrong with it as the end of a sentence. */
export function parseSignatures(
  list: unknown,
  options: { readonly isUrlSafeAllowed: boolean },
): readonly Signature[] | string {
  if (!Array.isArray(list) || list.length === 0) return 'has no signatures'
  if (list.length > MAX_SIGNATURES)
    return `has ${list.length} signatures, and at most ${MAX_SIGNATURES} are read`
  const signatures: Signature[] = []
  for (const entry of list as unknown[]) {
    if (!isRecord(entry)) return 'has a signature that is not an object'
    const keyProblem = findKeyProblem(entry, { required: ['keyid', 'sig'] })
    if (keyProblem !== undefined) return `has a signature that ${keyProblem}`
    const { keyid, sig } = entry
    if (typeof keyid !== 'string' || !/^[0-9a-f]{64}$/.test(keyid))
      return 'has a keyid that is not 64 hex digits'
    if (signatures.some((signature) => signature.keyid === keyid))
      return `has two signatures of the key ${keyid}`
    const decoded = parseBase64(sig, options)
    if (decoded?.length !== 64) return 'has a sig that is not base64 of 64 bytes'
    signatures.push({ keyid, sig: decoded })
  }
  return signatures
}

/** Decodes base64 in its canonical spelling: padded, no white space, no stray bits. */
export function parseBase64(
  text: unknown,
  { isUrlSafeAllowed }: { readonly isUrlSafeAllowed: boolean },
): Buffer | undefined {
  if (typeof text !== 'string') return undefined
  const standard = isUrlSafeAllowed ? text.replaceAll('-', '+').replaceAll('_', '/') : text
  const bytes = Buffer.from(standard, 'base64')
  return bytes.toString('base64') === standard ? bytes : undefined
}

/** As it stands in a file. */
export function formatSignature({ keyid, sig }: Signature): { keyid: string; sig: string } {
  return { keyid, sig: Buffer.from(sig).toString('base64') }
}

/** UTF-8, two spaces, one LF at the end. */
export function formatJson(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`)
}
