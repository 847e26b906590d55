import { isPluginError } from '@plugwright/diagnostics'
import { type OpenArchive, openArchive } from '../read/open-archive.ts'
import type { ReadOptions } from '../read/options.ts'
import { SIGNATURE_FILE } from '../sign/signature-file.ts'
import { judgeArchive, type JudgeOptions, malformedVerification, MANIFEST_FILE } from './judge-archive.ts'
import type { Verification } from './verification.ts'

/** Options of {@link verifyArchive}. */
export interface VerifyArchiveOptions extends JudgeOptions, ReadOptions {}

/**
 * Verifies a package that brings its own manifest: opens it once, reads it in one pass, and judges what it read. An archive
 * that the reader refuses is `malformed`. Writes nothing, and runs nothing of the package.
 *
 * Throws `ARCHIVE_NOT_READABLE` and `ARCHIVE_CHANGED_WHILE_READ`, which are not the fault of the package, and the signal's
 * reason. Problems of the package are in the result.
 */
export async function verifyArchive(file: string, options: VerifyArchiveOptions): Promise<Verification> {
  return withoutRefusal(async () => {
    const archive = await openArchive(file, options)
    try {
      return await verifyOpenArchive(archive, options)
    } finally {
      await archive.close()
    }
  }, file)
}

/**
 * As {@link verifyArchive}, for an archive that stays open: what is extracted from it afterwards, with the `files` of
 * the result as `expected`, is what was verified, whatever happens to the file of that name.
 */
export async function verifyOpenArchive(archive: OpenArchive, options: JudgeOptions): Promise<Verification> {
  return withoutRefusal(async () => {
    const digest = await archive.digest({ keep: [MANIFEST_FILE, SIGNATURE_FILE] })
    return placedIn(archive.file, judgeArchive(digest, options))
  }, archive.file)
}

const NOT_ITS_FAULT: ReadonlySet<string> = new Set(['ARCHIVE_NOT_READABLE', 'ARCHIVE_CHANGED_WHILE_READ'])

async function withoutRefusal(work: () => Promise<Verification>, file: string): Promise<Verification> {
  try {
    return await work()
  } catch (error) {
    if (!isPluginError(error) || NOT_ITS_FAULT.has(error.code)) throw error
    return placedIn(file, malformedVerification(error.diagnostics))
  }
}

/** The judge knows no file; its diagnostics get theirs here. */
export function placedIn(file: string, verification: Verification): Verification {
  const diagnostics = verification.diagnostics.map((diagnostic) => ({ file, ...diagnostic }))
  return { ...verification, diagnostics }
}
