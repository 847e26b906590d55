import type { Diagnostic } from '@plugwright/diagnostics'
import type { FileDigest } from '../file-digest.ts'
import { MANIFEST_PAYLOAD_TYPE } from '../sign/pre-authentication-encoding.ts'
import { parseSignatureFile, SIGNATURE_FILE } from '../sign/signature-file.ts'
import { treeDigest } from '../tree-digest.ts'
import { compareFiles } from './compare-files.ts'
import { malformed } from './diagnostics.ts'
import { checkSigners, limitToScope, verdictOf } from './signers.ts'
import type { TrustStore } from './trust-store.ts'
import { explain } from './verdict-diagnostics.ts'
import type { JudgedVerdict, Signer, TrustPolicy, Verification } from './verification.ts'

/** Name of the control file that lists all others. */
export const MANIFEST_FILE = 'manifest.json'

/** What a manifest says that matters here; its format is not this package's business. */
export interface ManifestFacts {
  /** Of the plugin: decides whether a key is in scope. */
  readonly name: string
  readonly version: string
  /** Every file but `manifest.json` and `signature.json`. */
  readonly files: readonly FileDigest[]
  /** See {@link treeDigest}. */
  readonly treeDigest: string
}

/** What is demanded of a package. */
export interface TrustOptions {
  readonly trust: TrustStore
  readonly policy: TrustPolicy
  /** Refuses packages of other plugins: a genuine one may have been put in the place of another. @default any */
  readonly expectedName?: string | undefined
  /** The moment at which keys must be valid. @default now */
  readonly at?: Date | undefined
}

/** What is demanded of a package with a manifest. */
export interface JudgeOptions extends TrustOptions {
  /**
   * Parses the bytes of `manifest.json`, and never throws; called at most once, after no signature turned out to be bad.
   * `manifest` is absent where there are errors.
   */
  readonly readManifest: (bytes: Uint8Array) => {
    readonly manifest?: ManifestFacts
    readonly diagnostics: readonly Diagnostic[]
  }
}

/** An archive as its reader found it. */
export interface FoundArchive {
  /** Bare lowercase hex, of the archive file. */
  readonly sha256: string
  readonly sizeInBytes: number
  /** All files, in any order. */
  readonly files: readonly FileDigest[]
  /** The bytes of `manifest.json` and `signature.json`, where they are there. */
  readonly contents: ReadonlyMap<string, Uint8Array>
}

/**
 * Judges an archive: signatures over the bytes of the manifest first, then what the manifest says, then the scope of the keys,
 * then the files. Pure but for the clock where `at` is not given.
 */
export function judgeArchive(archive: FoundArchive, options: JudgeOptions): Verification {
  const { trust, at = new Date() } = options
  const manifestBytes = archive.contents.get(MANIFEST_FILE)
  if (manifestBytes === undefined) return refuse(archive, [malformed(`it holds no ${MANIFEST_FILE}`)])

  const signed = checkSignatureFile(archive.contents.get(SIGNATURE_FILE), { manifestBytes, trust, at })
  if (signed.diagnostics.length > 0) return refuse(archive, signed.diagnostics)
  if (verdictOf(signed.signers) === 'bad-signature') {
    return conclude(archive, { verdict: 'bad-signature', signers: signed.signers, options })
  }

  const { manifest, diagnostics } = options.readManifest(manifestBytes)
  if (manifest === undefined) return refuse(archive, diagnostics)
  const listProblem = findListProblem(manifest.files)
  if (listProblem !== undefined) return refuse(archive, [malformed(listProblem)])
  const signers = limitToScope(signed.signers, manifest.name, trust)
  return conclude(archive, { verdict: verdictOf(signers), signers, manifest, options })
}

function checkSignatureFile(
  bytes: Uint8Array | undefined,
  on: { readonly manifestBytes: Uint8Array; readonly trust: TrustStore; readonly at: Date },
): { signers: readonly Signer[]; diagnostics: readonly Diagnostic[] } {
  if (bytes === undefined) return { signers: [], diagnostics: [] }
  const { signatures, diagnostics } = parseSignatureFile(bytes)
  if (signatures === undefined) return { signers: [], diagnostics }
  const signed = { payloadType: MANIFEST_PAYLOAD_TYPE, payload: on.manifestBytes, signatures }
  return { signers: checkSigners(signed, on), diagnostics }
}

/** What would make the list mean two things, as a sentence without its end. */
function findListProblem(files: readonly FileDigest[]): string | undefined {
  const names = new Set([MANIFEST_FILE, SIGNATURE_FILE])
  for (const { path } of files) {
    if (names.has(path))
      return `the manifest lists ${JSON.stringify(path)}, which cannot be, or is listed twice`
    names.add(path)
  }
  return undefined
}

interface Conclusion {
  /** Of the signatures alone. */
  readonly verdict: JudgedVerdict
  readonly signers: readonly Signer[]
  /** Absent where it was not parsed. */
  readonly manifest?: ManifestFacts
  readonly options: JudgeOptions
}

function conclude(archive: FoundArchive, conclusion: Conclusion): Verification {
  const { signers, manifest, options } = conclusion
  const content = archive.files.filter(({ path }) => path !== MANIFEST_FILE && path !== SIGNATURE_FILE)
  const differences = manifest === undefined ? [] : compareFiles(manifest.files, content)
  const isOther =
    manifest !== undefined && (differences.length > 0 || treeDigest(content) !== manifest.treeDigest)
  const verdict = isOther ? 'content-mismatch' : conclusion.verdict
  const { policy, expectedName } = options
  const name = manifest?.name
  return {
    verdict,
    ...explain({ verdict, policy, signers, differences, name, expectedName }),
    integrity: integrityOf(conclusion, isOther),
    signers,
    ...(manifest !== undefined && { name: manifest.name, version: manifest.version }),
    files: manifest?.files ?? [],
    differences,
    sha256: archive.sha256,
    sizeInBytes: archive.sizeInBytes,
  }
}

function integrityOf({ verdict, manifest }: Conclusion, isOther: boolean): Verification['integrity'] {
  if (manifest === undefined || isOther) return 'none'
  return verdict === 'verified' ? 'signed' : 'listed'
}

function refuse(
  { sha256, sizeInBytes }: Pick<FoundArchive, 'sha256' | 'sizeInBytes'>,
  diagnostics: readonly Diagnostic[],
): Verification {
  return { ...malformedVerification(diagnostics), sha256, sizeInBytes }
}

/** Evidence about what cannot be judged. */
export function malformedVerification(diagnostics: readonly Diagnostic[]): Verification {
  return {
    verdict: 'malformed',
    accepted: false,
    integrity: 'none',
    signers: [],
    files: [],
    differences: [],
    diagnostics,
  }
}
