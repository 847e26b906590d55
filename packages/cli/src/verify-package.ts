import {
  judgeSigned,
  listArchive,
  MANIFEST_FILE,
  readArchiveFiles,
  verifyArchive,
  verifyArtifact,
} from '@plugwright/archive'
import type { JudgeOptions, TrustOptions, Verification } from '@plugwright/archive'
import type { ArcanVerification } from '@plugwright/pack'
import { isPluginError } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { parsePackedManifest } from '@plugwright/manifest'

/** What is demanded of a package of any kind. */
export interface VerifyPackageOptions extends TrustOptions {
  readonly signal: AbortSignal
}

/**
 * Verifies a package: one of ours by its own manifest and signatures; any other file by what lies beside it, and, where it
 * is an archive, by whether our strict reader takes it.
 * Throws what `verifyArchive` and `verifyArtifact` throw.
 */
export async function verifyPackage(file: string, options: VerifyPackageOptions): Promise<Verification> {
  if (ARCAN_NAME.test(file)) return verifyArcan(file, options)
  if (await isOurs(file, options.signal)) return verifyArchive(file, { ...options, readManifest })
  return verifyBeside(file, options)
}

const ARCAN_NAME = /\.arcanpkg$/i

/**
 * A package for Arcan may have Arcan's own signature inside, which names no key: one by none of the trusted keys may be
 * forged. Without it, what lies beside the package counts, as for other archives.
 */
async function verifyArcan(file: string, options: VerifyPackageOptions): Promise<Verification> {
  const { verifyArcanPackage } = await import('@plugwright/pack')
  const { signal, ...trustOptions } = options
  const publicKeys = options.trust.keys.map(({ publicKey }) => publicKey)
  const evidence = await verifyArcanPackage(file, { publicKeys, profile: 'foreign', signal })
  const { verdict, signer, manifest, sha256, sizeInBytes, differences, diagnostics } = evidence
  if (verdict === 'unsigned') return verifyBeside(file, options)
  const read = {
    files: [],
    differences,
    ...(manifest && { name: manifest.name, version: manifest.version }),
    ...(sha256 !== undefined && { sha256 }),
    ...(sizeInBytes !== undefined && { sizeInBytes }),
  }
  if (verdict !== 'verified' || manifest === undefined || signer === undefined) {
    return {
      ...read,
      verdict: toRefusal(verdict),
      accepted: false,
      integrity: 'none',
      signers: [],
      diagnostics,
    }
  }
  const judged = judgeSigned({ name: manifest.name, keyIds: [signer.keyId] }, trustOptions)
  return { ...read, ...judged, integrity: judged.verdict === 'verified' ? 'signed' : 'listed' }
}

function toRefusal(verdict: ArcanVerification['verdict']): Verification['verdict'] {
  return verdict === 'verified' ? 'malformed' : verdict
}

async function verifyBeside(file: string, options: VerifyPackageOptions): Promise<Verification> {
  const verification = await verifyArtifact(file, options)
  if (CONDEMNED.has(verification.verdict)) return verification
  const refusal = await findRefusal(file, options.signal)
  if (refusal === undefined) return verification
  return { ...verification, verdict: 'malformed', accepted: false, integrity: 'none', diagnostics: refusal }
}

const CONDEMNED: ReadonlySet<Verification['verdict']> = new Set([
  'bad-signature',
  'content-mismatch',
  'malformed',
])

/**
 * The name promises it, or the content is it. Nothing is lost where a package is made to look like none of ours: what is
 * verified then is the signature beside it, over all of its bytes.
 */
async function isOurs(file: string, signal: AbortSignal): Promise<boolean> {
  if (file.endsWith('.plug')) return true
  try {
    const contents = await readArchiveFiles(file, [MANIFEST_FILE], { signal })
    const { format } = parsePackedManifest(contents.get(MANIFEST_FILE) ?? new Uint8Array())
    return typeof format === 'string' && format.startsWith('plugwright/')
  } catch (error) {
    if (isPluginError(error)) return false
    throw error
  }
}

const readManifest: JudgeOptions['readManifest'] = (bytes) => {
  const { packed, diagnostics } = parsePackedManifest(bytes)
  if (packed === undefined) return { diagnostics }
  const { plugin, files, treeDigest } = packed
  return { manifest: { name: plugin.name, version: plugin.version, files, treeDigest }, diagnostics }
}

const ARCHIVE_NAME = /\.(?:tar\.gz|tgz|zip|arcanpkg)$/i

/** Why the reader refuses an archive; `undefined` where it does not, and for files that are no archives at all. */
async function findRefusal(file: string, signal: AbortSignal): Promise<readonly Diagnostic[] | undefined> {
  try {
    await listArchive(file, { profile: 'foreign', signal })
    return undefined
  } catch (error) {
    if (!isPluginError(error)) throw error
    const isOtherFile = error.code === 'ARCHIVE_UNKNOWN_FORMAT' && !ARCHIVE_NAME.test(file)
    return isOtherFile ? undefined : error.diagnostics
  }
}
