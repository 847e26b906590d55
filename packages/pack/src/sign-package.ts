import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import {
  envelopeFileOf,
  type JudgeOptions,
  type PrivateKey,
  signArtifact,
  type TrustedKey,
  type TrustOptions,
  type Verification,
  verifyArchive,
  verifyArtifact,
  type WrittenArchive,
} from '@plugwright/archive'
import { PluginError } from '@plugwright/diagnostics'
import { type Manifest, parsePackedManifest } from '@plugwright/manifest'
import { notVerified } from './diagnostics.ts'
import type { PackOptions } from './options.ts'
import type { SignedEvidence, Target } from './target.ts'

/** Options of {@link signPackage}. */
export interface SignPackageOptions extends Pick<PackOptions, 'limits' | 'signal'> {
  readonly target: Target
  readonly manifest: Manifest
  /** None: nothing is done. */
  readonly keys: readonly PrivateKey[]
}

/**
 * Finishes the signatures of an archive that is written and not yet in its place: writes the envelope beside it where the
 * target does not sign inside, then reads everything again as its receiver will. Returns the names of the files that it
 * wrote beside. Throws `PACK_NOT_VERIFIED`, `SIGNATURE_TOO_MANY_KEYS`.
 */
export async function signPackage(archive: WrittenArchive, options: SignPackageOptions): Promise<string[]> {
  const { target, keys, limits, signal } = options
  if (keys.length === 0) return []
  const trust = trustOnly(options)
  const readOptions = { ...(limits && { limits }), signal }
  if (target.sign === undefined) {
    const envelope = envelopeFileOf(archive.file)
    await writeFile(envelope, signArtifact(toStatement(archive, options), keys))
    const verification = await verifyArtifact(archive.file, { ...trust, signal })
    assertVerified(toEvidence(verification), { archive, keys })
    return [path.basename(envelope)]
  }
  const publicKeys = keys.map(({ publicKey }) => publicKey)
  const evidence =
    target.verify === undefined
      ? toEvidence(await verifyArchive(archive.file, { ...trust, readManifest, ...readOptions }))
      : await target.verify(archive.file, { publicKeys, ...readOptions })
  assertVerified(evidence, { archive, keys })
  return []
}

function toEvidence({ verdict, accepted, sha256, signers, diagnostics }: Verification): SignedEvidence {
  const trusted = signers.filter(({ status }) => status === 'trusted' && accepted)
  return { verdict, keyIds: trusted.map(({ keyId }) => keyId), sha256, diagnostics }
}

function toStatement(
  { file, sizeInBytes, sha256 }: WrittenArchive,
  { target, manifest }: SignPackageOptions,
): Parameters<typeof signArtifact>[0] {
  const { name, version } = manifest
  return { name, version, target: target.name, filename: path.basename(file), size: sizeInBytes, sha256 }
}

/** The keys that sign, each for this plugin alone. */
function trustOnly({ keys, manifest: { name } }: SignPackageOptions): TrustOptions {
  const trusted = keys.map(({ publicKey }): TrustedKey => ({
    publicKey,
    owner: 'signer',
    names: [name],
    status: 'active',
  }))
  return { trust: { keys: trusted }, policy: 'require', expectedName: name }
}

const readManifest: JudgeOptions['readManifest'] = (bytes) => {
  const { packed, diagnostics } = parsePackedManifest(bytes)
  if (packed === undefined) return { diagnostics }
  const { plugin, files, treeDigest } = packed
  return { manifest: { name: plugin.name, version: plugin.version, files, treeDigest }, diagnostics }
}

/** What was read is what was written, its receiver would take it, and every key has signed it. */
function assertVerified(
  { verdict, keyIds, sha256, diagnostics }: SignedEvidence,
  { archive, keys }: { readonly archive: WrittenArchive; readonly keys: readonly PrivateKey[] },
): void {
  const isSignedByAll = keys.every(({ publicKey }) => keyIds.includes(publicKey.keyId))
  if (verdict === 'verified' && isSignedByAll && sha256 === archive.sha256) return
  throw new PluginError([notVerified(archive.file, verdict), ...diagnostics])
}
