import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { root } from './repository.ts'

/** What a copy leaves behind: installed packages are linked, outputs are made anew. */
const leftBehind = new Set(['node_modules', 'dist', '.plugwright', '.turbo'])

/**
 * Copies an app or a plugin with what it has installed. Every `node_modules` folder becomes a real folder of
 * absolute links, so the copy may lie anywhere and has a Vite cache of its own.
 */
export async function copyWithPackages(from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true, filter: (source) => !leftBehind.has(source.split(sep).at(-1) ?? '') })
  for (const folder of await findNodeModules(from))
    await linkPackages(folder, join(to, relative(from, folder)))
}

/**
 * Gives a copy of an app that has installed nothing what the tests have installed, and a `package.json`: beside the next one
 * above is Vite's cache, where two servers at the same time would replace each other's pre-bundled packages.
 */
export async function linkTestPackages(dir: string): Promise<void> {
  const modules = join(dir, 'node_modules')
  if (!existsSync(modules)) await linkPackages(join(root, 'test/node_modules'), modules)
  const manifest = join(dir, 'package.json')
  if (!existsSync(manifest)) await writeFile(manifest, '{ "private": true, "type": "module" }\n')
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
