import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { notReadable } from '../read/diagnostics.ts'
import { envelopeFileOf, parseArtifactEnvelope, parseArtifactStatement } from '../sign/artifact-envelope.ts'
import { MAX_SIGNATURE_FILE_BYTES } from '../sign/signature-file.ts'
import { malformed } from './diagnostics.ts'
import { malformedVerification, type TrustOptions } from './judge-archive.ts'
import { checkSigners, limitToScope, verdictOf } from './signers.ts'
import { explain } from './verdict-diagnostics.ts'
import type { FileDifference, Verification } from './verification.ts'
import { placedIn } from './verify-archive.ts'

/** Options of {@link verifyArtifact}. */
export interface VerifyArtifactOptions extends TrustOptions {
  /** Stops the work; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined
}

/** An artifact with what lies beside it. */
export interface FoundArtifact {
  /** Without folder. */
  readonly filename: string
  /** Bare lowercase hex. */
  readonly sha256: string
  readonly sizeInBytes: number
  /** The bytes of `FILE.sig.json`; absent where there is none. */
  readonly envelope?: Uint8Array | undefined
  /** The text of `FILE.sha256`; absent where there is none. */
  readonly digestFile?: string | undefined
}

/**
 * Verifies a package without a signature of its own by what lies beside it: `FILE.sig.json`, else `FILE.sha256`. The file is
 * read as bytes; it need not be an archive. Throws `ARCHIVE_NOT_READABLE` and the signal's reason.
 */
export async function verifyArtifact(file: string, options: VerifyArtifactOptions): Promise<Verification> {
  const found = await readArtifact(file, options.signal).catch((error: unknown) => {
    if (!(error instanceof Error && 'syscall' in error)) throw error
    throw new PluginError([{ ...notReadable(error), file }], { cause: error })
  })
  return placedIn(file, judgeArtifact(found, options))
}

async function readArtifact(file: string, signal: AbortSignal | undefined): Promise<FoundArtifact> {
  return {
    ...(await digestFile(file, signal)),
    filename: path.basename(file),
    envelope: await readBeside(envelopeFileOf(file)),
    digestFile: (await readBeside(`${file}.sha256`))?.toString('latin1'),
  }
}

/**
 * Judges an artifact: signatures over the payload of the envelope first, then what the payload says, then the scope of
 * the keys, then the file. Pure but for the clock where `at` is not given.
 */
export function judgeArtifact(found: FoundArtifact, options: TrustOptions): Verification {
  const { filename, sha256, sizeInBytes } = found
  const { trust, policy, expectedName, at = new Date() } = options
  const file = { sha256, sizeInBytes }
  if (found.envelope === undefined) return { ...judgeUnsigned(found, options), ...file }

  const name = envelopeFileOf(filename)
  const { envelope, diagnostics } = parseArtifactEnvelope(found.envelope, name)
  if (envelope === undefined) return { ...malformedVerification(diagnostics), ...file }
  const checked = checkSigners(envelope, { trust, at })
  const judgement = { policy, expectedName, differences: [] }
  if (verdictOf(checked) === 'bad-signature') {
    const verdict = 'bad-signature' as const
    const explained = explain({ ...judgement, verdict, signers: checked })
    return { verdict, ...explained, integrity: 'none', signers: checked, files: [], differences: [], ...file }
  }

  const statement = parseArtifactStatement(envelope.payload)
  if (typeof statement === 'string') {
    return { ...malformedVerification([malformed(`${name} ${statement}`)]), ...file }
  }
  const signers = limitToScope(checked, statement.name, trust)
  const isSame =
    statement.filename === filename && statement.size === sizeInBytes && statement.sha256 === sha256
  const differences: FileDifference[] = isSame ? [] : [{ path: filename, kind: 'changed' }]
  const ofSigners = verdictOf(signers)
  const verdict = isSame ? ofSigners : 'content-mismatch'
  const integrity = verdict === 'verified' ? 'signed' : isSame ? 'beside' : 'none'
  const { version } = statement
  const explained = explain({ ...judgement, verdict, signers, differences, name: statement.name })
  return {
    verdict,
    ...explained,
    integrity,
    signers,
    name: statement.name,
    version,
    files: [],
    differences,
    ...file,
  }
}

function judgeUnsigned(
  { filename, sha256, digestFile: text }: FoundArtifact,
  { policy }: TrustOptions,
): Verification {
  const isSame =
    text === undefined || text.trimEnd().split(/ [ *]/, 2).join('  ') === `${sha256}  ${filename}`
  const differences: FileDifference[] = isSame ? [] : [{ path: filename, kind: 'changed' }]
  const verdict = isSame ? 'unsigned' : 'content-mismatch'
  return {
    verdict,
    ...explain({ verdict, policy, signers: [], differences }),
    integrity: isSame && text !== undefined ? 'beside' : 'none',
    signers: [],
    files: [],
    differences,
  }
}

/** O_NONBLOCK: a named pipe must not hang the open. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK

async function digestFile(
  file: string,
  signal: AbortSignal | undefined,
): Promise<{ sha256: string; sizeInBytes: number }> {
  const handle = await open(file, READ)
  const hash = createHash('sha256')
  let sizeInBytes = 0
  try {
    const buffer = Buffer.allocUnsafe(256 * 1024)
    for (;;) {
      signal?.throwIfAborted()
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return { sha256: hash.digest('hex'), sizeInBytes }
      hash.update(buffer.subarray(0, bytesRead))
      sizeInBytes += bytesRead
    }
  } finally {
    await handle.close()
  }
}

/** One byte more than may be there, so that a larger file is refused instead of cut. */
async function readBeside(file: string): Promise<Buffer | undefined> {
  const handle = await open(file, READ).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (handle === undefined) return undefined
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_SIGNATURE_FILE_BYTES + 1))
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
