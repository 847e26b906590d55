import {
  listArchive,
  MANIFEST_FILE,
  readArchiveFiles,
  verifyArchive,
  verifyArtifact,
} from '@plugwright/archive'
import type { JudgeOptions, TrustOptions, Verification } from '@plugwright/archive'
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
  if (await isOurs(file, options.signal)) return verifyArchive(file, { ...options, readManifest })
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
