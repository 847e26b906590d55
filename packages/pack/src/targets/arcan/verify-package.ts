import {
  digestArchive,
  type ArchiveDigest,
  type FileDifference,
  type PublicKey,
  type ReadOptions,
} from '@plugwright/archive'
import { type Diagnostic, isPluginError } from '@plugwright/diagnostics'
import { badSignature, contentMismatch, packageInvalid } from './diagnostics.ts'
import { ENGINE_KINDS } from './engine.ts'
import { type EngineManifest, MANIFEST_FILE, parseEngineManifest } from './engine-manifest.ts'
import type { ArcanSignatureMode } from './options.ts'
import { SIGNATURE_FILE, verifyArcanSignature } from './signature.ts'

/** Options of {@link verifyArcanPackage}. */
export interface VerifyArcanOptions extends ReadOptions {
  /** Keys that are trusted; Arcan's PEM files are read by `loadPublicKey` of `@plugwright/archive`. */
  readonly publicKeys: readonly PublicKey[]
}

/** Evidence about an Arcan package. */
export interface ArcanVerification {
  /**
   * `bad-signature`: signed, but by none of the keys; what the package holds was not looked at. A package without a
   * signature is `unsigned`, which an author's own package is before the registry signs it.
   */
  readonly verdict: 'verified' | 'unsigned' | 'bad-signature' | 'content-mismatch' | 'malformed'
  /** Where it was signed by one of the keys. */
  readonly signer?: { readonly keyId: string; readonly mode: ArcanSignatureMode }
  /** Absent where it was not read. */
  readonly manifest?: EngineManifest
  /** Of the file that was read, bare lowercase hex; absent where it could not be read to its end. */
  readonly sha256?: string
  /** Absent as `sha256` is. */
  readonly sizeInBytes?: number
  /** Empty unless the verdict is `content-mismatch`. */
  readonly differences: readonly FileDifference[]
  /** Errors, unless the verdict is `verified` or `unsigned`. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Verifies an `.arcanpkg`, tar.gz or zip: the signature over the bytes of `manifest.json` first, in either of its two forms, then the
 * manifest, then the checksum of every file. Runs and writes nothing.
 *
 * Throws `ARCHIVE_NOT_READABLE` and `ARCHIVE_CHANGED_WHILE_READ`; all else is in the result.
 */
export async function verifyArcanPackage(
  file: string,
  { publicKeys, ...readOptions }: VerifyArcanOptions,
): Promise<ArcanVerification> {
  try {
    const keep = [MANIFEST_FILE, SIGNATURE_FILE]
    const archive = await digestArchive(file, { ...readOptions, keep })
    const { sha256, sizeInBytes } = archive
    return { ...judge(file, { archive, publicKeys }), sha256, sizeInBytes }
  } catch (error) {
    if (!isPluginError(error) || NOT_ITS_FAULT.has(error.code)) throw error
    return { verdict: 'malformed', differences: [], diagnostics: error.diagnostics }
  }
}

const NOT_ITS_FAULT: ReadonlySet<string> = new Set(['ARCHIVE_NOT_READABLE', 'ARCHIVE_CHANGED_WHILE_READ'])

function judge(
  file: string,
  { archive, publicKeys }: { archive: ArchiveDigest; publicKeys: readonly PublicKey[] },
): ArcanVerification {
  const malformed = (reason: string): ArcanVerification => ({
    verdict: 'malformed',
    differences: [],
    diagnostics: [packageInvalid(file, reason)],
  })
  const bytes = archive.contents.get(MANIFEST_FILE)
  if (bytes === undefined) return malformed(`it holds no ${MANIFEST_FILE}`)
  const signature = archive.contents.get(SIGNATURE_FILE)
  const signer = signature && findSigner(bytes, { signature, publicKeys })
  if (signature !== undefined && signer === undefined) {
    const diagnostics = [badSignature(file, publicKeys.length)]
    return { verdict: 'bad-signature', differences: [], diagnostics }
  }
  const manifest = parseEngineManifest(bytes)
  if (typeof manifest === 'string') return malformed(`its ${MANIFEST_FILE} is wrong: ${manifest}`)
  const engines = ENGINE_KINDS.filter((kind) => archive.files.some(({ path }) => path === `engine.${kind}`))
  if (engines.length !== 1) return malformed(`it has ${engines.length} engines, and a package has one`)

  const differences = compareFiles(manifest, archive)
  const evidence = { ...(signer && { signer }), manifest, differences }
  if (differences.length > 0) {
    return { verdict: 'content-mismatch', ...evidence, diagnostics: [contentMismatch(file, differences)] }
  }
  return { verdict: signer === undefined ? 'unsigned' : 'verified', ...evidence, diagnostics: [] }
}

function findSigner(
  manifest: Uint8Array,
  { signature, publicKeys }: { signature: Uint8Array; publicKeys: readonly PublicKey[] },
): ArcanVerification['signer'] {
  const text = Buffer.from(signature).toString('latin1')
  for (const publicKey of publicKeys) {
    const mode = verifyArcanSignature(manifest, { signature: text, publicKey })
    if (mode !== undefined) return { keyId: publicKey.keyId, mode }
  }
  return undefined
}

function compareFiles({ checksums }: EngineManifest, { files }: ArchiveDigest): FileDifference[] {
  const listed = new Map(Object.entries(checksums))
  const differences: FileDifference[] = []
  for (const { path, sha256 } of files) {
    if (path === MANIFEST_FILE || path === SIGNATURE_FILE) continue
    const sum = listed.get(path)
    if (sum === undefined) differences.push({ path, kind: 'unlisted' })
    else if (sum !== `sha256:${sha256}`) differences.push({ path, kind: 'changed' })
    listed.delete(path)
  }
  return [...differences, ...[...listed.keys()].map((path): FileDifference => ({ path, kind: 'missing' }))]
}
