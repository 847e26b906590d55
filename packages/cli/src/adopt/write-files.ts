import { link, mkdir, mkdtemp, rm, rmdir, unlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { fileExists } from './diagnostics.ts'

/** A file to write, absolute. */
export interface OutputFile {
  readonly file: string
  readonly text: string
}

/**
 * Writes new files, all of them or none: aside first, then each is put in its place, where nothing may be. What was written
 * is taken back when one of them cannot be. Throws `ADOPT_FILE_EXISTS` and errors of the system.
 */
export async function writeFiles(
  files: readonly OutputFile[],
  { root, signal }: { readonly root: string; readonly signal: AbortSignal },
): Promise<void> {
  const aside = await mkdtemp(join(root, '.plugwright-adopt-'))
  const written: string[] = []
  const folders: string[] = []
  try {
    for (const [index, { text }] of files.entries())
      await writeFile(join(aside, String(index)), text, { signal })
    for (const [index, { file }] of files.entries()) {
      folders.push(...(await makeFolder(dirname(file))))
      await link(join(aside, String(index)), file)
      written.push(file)
    }
  } catch (error) {
    for (const file of written.toReversed()) await unlink(file)
    for (const folder of folders.toReversed()) await rmdir(folder).catch(() => undefined)
    const { code, dest } = error as { code?: string; dest?: string }
    throw code === 'EEXIST' ? new PluginError([fileExists(dest ?? '')]) : error
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

/** Makes a folder and those around it; gives the ones that were not there, outermost first. */
async function makeFolder(dir: string): Promise<readonly string[]> {
  const missing: string[] = []
  for (let folder = dir; !existsSync(folder); folder = dirname(folder)) missing.unshift(folder)
  await mkdir(dir, { recursive: true })
  return missing
}
