import { randomBytes } from 'node:crypto'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { notWritable } from '../diagnostics.ts'
import { makeFolder } from '../make-folder.ts'

/**
 * Lets `write` make the file under a temporary name in the same folder, then renames it. Removes it on failure.
 * Errors of the file system become `ARCHIVE_NOT_WRITABLE`.
 */
export async function writeAside<T>(file: string, write: (temporary: string) => Promise<T>): Promise<T> {
  const folder = path.dirname(file)
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    makeFolder(folder)
    const result = await write(temporary)
    await rename(temporary, file)
    return result
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined)
    if (!isSystemError(error)) throw error
    throw new PluginError([notWritable(file, error)], { cause: error })
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
