import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyWithPackages } from '../copy-with-packages.ts'
import { root } from '../repository.ts'

/**
 * Copies an app of this repository into `copies/<name>-<pid>` below the root: the same depth as
 * `examples/platform`, so that its relative paths stay true, and inside the workspace, so that Vite may serve
 * the linked packages.
 */
export async function copyApp(from: string, name: string): Promise<string> {
  const copies = join(root, 'copies')
  await mkdir(copies, { recursive: true })
  // The folder ignores itself, so a run that is killed leaves `git status` clean.
  await writeFile(join(copies, '.gitignore'), '*\n')
  await removeAbandoned(copies)

  const to = join(copies, `${name}-${process.pid}`)
  await copyWithPackages(from, to)
  return to
}

/** Removes the copies of processes that are gone. */
async function removeAbandoned(copies: string): Promise<void> {
  for (const name of await readdir(copies)) {
    const pid = /-(\d+)$/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(copies, name), { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
