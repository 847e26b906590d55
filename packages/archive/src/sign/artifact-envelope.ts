import type { Diagnostic } from '@plugwright/diagnostics'
import { signatureMalformed } from './diagnostics.ts'
import { ARTIFACT_PAYLOAD_TYPE, MANIFEST_PAYLOAD_TYPE } from './pre-authentication-encoding.ts'
import type { PrivateKey } from './private-key.ts'
import {
  formatJson,
  formatSignature,
  MAX_SIGNATURE_FILE_BYTES,
  parseBase64,
  parseSignatures,
  type Signature,
  signPayload,
} from './signature-file.ts'
import { findKeyProblem, isRecord, parseStrictJson } from './strict-json.ts'

/** What the envelope beside an artifact says of it. */
export interface ArtifactStatement {
  /** Of the plugin. */
  readonly name: string
  readonly version: string
  /** The host system that the artifact is for. */
  readonly target: string
  /** Without folder. */
  readonly filename: string
  /** Bytes. */
  readonly size: number
  /** Bare lowercase hex. */
  readonly sha256: string
}

/** A DSSE envelope in parts. */
export interface DsseEnvelope {
  readonly payloadType: string
  readonly payload: Uint8Array
  readonly signatures: readonly Signature[]
}

/** What {@link parseArtifactEnvelope} gives; `envelope` is absent where there are diagnostics. */
export interface ParsedEnvelope {
  readonly envelope?: DsseEnvelope
  readonly diagnostics: readonly Diagnostic[]
}

const STATEMENT_KEYS = ['name', 'version', 'target', 'filename', 'size', 'sha256'] as const

/** `FILE` → `FILE.sig.json`: where the envelope of an artifact lies. */
export function envelopeFileOf(file: string): string {
  return `${file}.sig.json`
}

/**
 * Signs an artifact that has no signature of its own and gives the bytes of `FILE.sig.json`: a complete DSSE envelope
 * whose payload is the statement as JSON. Throws `SIGNATURE_TOO_MANY_KEYS`.
 */
export function signArtifact(statement: ArtifactStatement, keys: readonly PrivateKey[]): Uint8Array {
  const payload = formatJson(Object.fromEntries(STATEMENT_KEYS.map((key) => [key, statement[key]])))
  const payloadType = ARTIFACT_PAYLOAD_TYPE
  return toDsseEnvelope({ payloadType, payload, signatures: signPayload(payload, { payloadType, keys }) })
}

/** Writes a DSSE envelope (envelope.md of DSSE 1.0), which tools of that standard verify. */
export function toDsseEnvelope({ payloadType, payload, signatures }: DsseEnvelope): Uint8Array {
  return formatJson({
    payload: Buffer.from(payload).toString('base64'),
    payloadType,
    signatures: signatures.map(formatSignature),
  })
}

/** The signatures of a package together with its manifest, as one DSSE envelope. */
export function toManifestEnvelope(manifest: Uint8Array, signatures: readonly Signature[]): Uint8Array {
  return toDsseEnvelope({ payloadType: MANIFEST_PAYLOAD_TYPE, payload: manifest, signatures })
}

/**
 * Parses `FILE.sig.json`, but not its payload, which nothing looks at before a signature is verified. Both alphabets of
 * base64 are taken, as DSSE demands. Verifies nothing. Never throws. Error: SIGNATURE_MALFORMED.
 */
export function parseArtifactEnvelope(bytes: Uint8Array, name: string): ParsedEnvelope {
  const refuse = (reason: string): ParsedEnvelope => ({ diagnostics: [signatureMalformed(name, reason)] })
  const { value, problem } = parseStrictJson(bytes, MAX_SIGNATURE_FILE_BYTES)
  if (problem !== undefined) return refuse(problem)
  if (!isRecord(value)) return refuse('is not an object')
  const keyProblem = findKeyProblem(value, { required: ['payload', 'payloadType', 'signatures'] })
  if (keyProblem !== undefined) return refuse(keyProblem)
  if (value['payloadType'] !== ARTIFACT_PAYLOAD_TYPE) return refuse('has another payloadType than ours')
  const payload = parseBase64(value['payload'], { isUrlSafeAllowed: true })
  if (payload === undefined) return refuse('has a payload that is not base64')
  const signatures = parseSignatures(value['signatures'], { isUrlSafeAllowed: true })
  if (typeof signatures === 'string') return refuse(signatures)
  return { envelope: { payloadType: ARTIFACT_PAYLOAD_TYPE, payload, signatures }, diagnostics: [] }
}

/** The statement in a payload, or what is wrong with it as the end of a sentence. Never throws. */
export function parseArtifactStatement(payload: Uint8Array): ArtifactStatement | string {
  const { value, problem } = parseStrictJson(payload, MAX_SIGNATURE_FILE_BYTES)
  if (problem !== undefined) return `has a payload that ${problem}`
  if (!isRecord(value)) return 'has a payload that is not an object'
  const keyProblem = findKeyProblem(value, { required: STATEMENT_KEYS })
  if (keyProblem !== undefined) return `has a payload that ${keyProblem}`
  const { size, sha256 } = value
  const bad = Object.entries(STATEMENT_TEXTS).find(([key, pattern]) => !isTextLike(value[key], pattern))
  if (bad !== undefined) return `has a payload with a bad ${bad[0]}`
  if (!Number.isSafeInteger(size) || Number(size) < 0) return 'has a payload with a bad size'
  if (typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) return 'has a payload with a bad sha256'
  return value as unknown as ArtifactStatement
}

/** The texts of a statement are printed before anybody trusts them, so they hold nothing that a terminal obeys. */
const STATEMENT_TEXTS: Readonly<Record<'name' | 'version' | 'target' | 'filename', RegExp>> = {
  name: /^[a-z0-9_-]{1,64}$/,
  version: /^[0-9A-Za-z.+-]{1,128}$/,
  target: /^[A-Za-z0-9_-]{1,64}$/,
  filename: /^[0-9A-Za-z._+-]{1,255}$/,
}

function isTextLike(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value)
}
