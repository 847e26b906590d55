import { existsSync, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Makes a folder and those above it; one that exists is fine. Node's recursive `mkdir` would try for ever where a folder
 * exists and still answers that there is nothing, as below `/proc`.
 */
export function makeFolder(dir: string, mode = 0o777): void {
  try {
    mkdirSync(dir, { mode })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' && statSync(dir).isDirectory()) return
    const parent = path.dirname(dir)
    if (code !== 'ENOENT' || existsSync(parent)) throw error
    makeFolder(parent, mode)
    makeFolder(dir, mode)
  }
}
