import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  digestArchive,
  envelopeFileOf,
  MANIFEST_FILE,
  parseArtifactEnvelope,
  parseSignatureFile,
  SIGNATURE_FILE,
  toDsseEnvelope,
  toManifestEnvelope,
} from '@plugwright/archive'
import type { ArchiveDigest, ReadProfile } from '@plugwright/archive'
import { isPluginError } from '@plugwright/diagnostics'
import type { Diagnostic, Severity } from '@plugwright/diagnostics'
import { parsePackedManifest } from '@plugwright/manifest'
import type { PackedManifest } from '@plugwright/manifest'

/** An archive, read and not trusted. */
export interface ReadPackage {
  readonly archive: ArchiveDigest
  /** `foreign` where Plugwright did not write the archive. */
  readonly profile: ReadProfile
  /** Absent where the archive has no manifest of ours. */
  readonly packed?: PackedManifest
  readonly signatures?: ClaimedSignatures
  /** What is odd, but did not keep the archive from being read. */
  readonly diagnostics: readonly Diagnostic[]
}

/** Signatures that nobody has verified. */
export interface ClaimedSignatures {
  /** In the archive (`signature.json`), or in the file beside it. */
  readonly place: 'inside' | 'beside'
  readonly keyIds: readonly string[]
  /** The bytes of the complete DSSE envelope. */
  readonly envelope: Uint8Array
}

/**
 * Reads an archive as one of ours, else as one of anybody. Errors in its manifest and its signatures come back as
 * warnings: there is still something to show.
 * Throws what `digestArchive` throws for an archive that neither profile takes.
 */
export async function readPackage(file: string, signal: AbortSignal): Promise<ReadPackage> {
  const { archive, profile, diagnostics: refusals } = await digestInEitherProfile(file, signal)
  const manifestBytes = archive.contents.get(MANIFEST_FILE)
  const manifest = manifestBytes && readManifest(manifestBytes, file)
  const signatures = manifest?.isOurs
    ? readInside(manifestBytes, archive.contents.get(SIGNATURE_FILE))
    : await readBeside(file)
  const { found } = signatures
  const { packed } = manifest ?? {}
  const problems = [...(manifest?.diagnostics ?? []), ...signatures.diagnostics]
  return {
    archive,
    profile,
    ...(packed && { packed }),
    ...(found && { signatures: found }),
    diagnostics: [...refusals, ...withSeverity('warning', problems, file)],
  }
}

/** Not the fault of the archive: another profile would not help. */
const NOT_ITS_FAULT: ReadonlySet<string> = new Set(['ARCHIVE_NOT_READABLE', 'ARCHIVE_CHANGED_WHILE_READ'])

async function digestInEitherProfile(
  file: string,
  signal: AbortSignal,
): Promise<Pick<ReadPackage, 'archive' | 'profile' | 'diagnostics'>> {
  const options = { keep: [MANIFEST_FILE, SIGNATURE_FILE], signal }
  try {
    return { archive: await digestArchive(file, options), profile: 'own', diagnostics: [] }
  } catch (error) {
    if (!isPluginError(error) || NOT_ITS_FAULT.has(error.code)) throw error
    const archive = await digestArchive(file, { ...options, profile: 'foreign' })
    // Why it is not one of ours: of use to who thinks that it is.
    const diagnostics = withSeverity('info', error.diagnostics, file)
    return { archive, profile: 'foreign', diagnostics }
  }
}

function withSeverity(
  severity: Severity,
  diagnostics: readonly Diagnostic[],
  file: string,
): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => Object.assign({ file }, diagnostic, { severity }))
}

/** Other systems have a manifest.json too. */
function readManifest(
  bytes: Uint8Array,
  file: string,
): { isOurs: boolean; packed?: PackedManifest; diagnostics: readonly Diagnostic[] } {
  const { packed, format, diagnostics } = parsePackedManifest(bytes)
  const isOurs = file.endsWith('.plug') || (typeof format === 'string' && format.startsWith('plugwright/'))
  return { isOurs, ...(packed && { packed }), diagnostics: isOurs ? diagnostics : [] }
}

interface FoundSignatures {
  readonly found?: ClaimedSignatures
  readonly diagnostics: readonly Diagnostic[]
}

function readInside(manifest: Uint8Array | undefined, bytes: Uint8Array | undefined): FoundSignatures {
  if (manifest === undefined || bytes === undefined) return { diagnostics: [] }
  const { signatures, diagnostics } = parseSignatureFile(bytes)
  if (signatures === undefined) return { diagnostics }
  const keyIds = signatures.map(({ keyid }) => keyid)
  const envelope = toManifestEnvelope(manifest, signatures)
  return { found: { place: 'inside', keyIds, envelope }, diagnostics }
}

async function readBeside(file: string): Promise<FoundSignatures> {
  const name = envelopeFileOf(file)
  const bytes = await readStart(name)
  if (bytes === undefined) return { diagnostics: [] }
  const { envelope, diagnostics } = parseArtifactEnvelope(bytes, basename(name))
  if (envelope === undefined) return { diagnostics }
  const keyIds = envelope.signatures.map(({ keyid }) => keyid)
  return { found: { place: 'beside', keyIds, envelope: toDsseEnvelope(envelope) }, diagnostics }
}

/** Far more than an envelope may have, so that a larger file is refused instead of cut. */
const START_BYTES = 64 * 1024

/** What a file begins with; `undefined` where there is none. */
async function readStart(file: string): Promise<Uint8Array | undefined> {
  // O_NONBLOCK: a named pipe must not hang the open.
  const flags = constants.O_RDONLY | constants.O_NONBLOCK
  const handle = await open(file, flags).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return undefined
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES))
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
