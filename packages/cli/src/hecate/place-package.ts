import { randomBytes } from 'node:crypto'
import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { HecatePackage } from './read-package.ts'

/**
 * Puts the archive where a daemon with the data folder `dir` looks for it, `<dir>/plugins/{name}/{name}.tar.gz`, in one step.
 * Gives that path. An archive of another version in its place is replaced: the daemon does not download again what is there.
 */
export async function placePackage({ file, name }: HecatePackage, dir: string): Promise<string> {
  const folder = join(dir, 'plugins', name)
  const placed = join(folder, `${name}.tar.gz`)
  const aside = `${placed}.${randomBytes(6).toString('hex')}`
  await mkdir(folder, { recursive: true })
  try {
    await copyFile(file, aside)
    await rename(aside, placed)
  } finally {
    await rm(aside, { force: true })
  }
  return placed
}
