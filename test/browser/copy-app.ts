import { cp, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { root } from '../repository.ts'

/** What a copy leaves behind: installed packages are linked, outputs are made anew. */
const leftBehind = new Set(['node_modules', 'dist', '.plugwright', '.turbo'])

/**
 * Copies an app of this repository into `copies/<name>` below the root: the same depth as `examples/platform`, so
 * that its relative paths stay true, and inside the workspace, so that Vite may serve the linked packages.
 * Every `node_modules` folder becomes a real folder of absolute links: a copy has a Vite cache of its own.
 */
export async function copyApp(from: string, name: string): Promise<string> {
  const copies = join(root, 'copies')
  await mkdir(copies, { recursive: true })
  // The folder ignores itself, so a run that is killed leaves `git status` clean.
  await writeFile(join(copies, '.gitignore'), '*\n')
  await removeAbandoned(copies)

  const to = join(copies, `${name}-${process.pid}`)
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true, filter: (source) => !leftBehind.has(source.split('/').at(-1) ?? '') })
  for (const folder of await findNodeModules(from))
    await linkPackages(folder, join(to, relative(from, folder)))
  return to
}

/** Copies of processes that are gone. */
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

async function findNodeModules(dir: string): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(dir, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    if (entry.name === 'node_modules') found.push(join(dir, entry.name))
    else if (!leftBehind.has(entry.name)) found.push(...(await findNodeModules(join(dir, entry.name))))
  }
  return found
}

async function linkPackages(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue
    const source = join(from, entry.name)
    if (entry.name.startsWith('@') && entry.isDirectory()) await linkPackages(source, join(to, entry.name))
    else await symlink(await realpath(source), join(to, entry.name))
  }
}
