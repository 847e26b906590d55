import { cp, mkdir, mkdtemp, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Vite from 'vite'
import type * as PlugwrightVite from '@plugwright/vite'
import { root } from '../repository.ts'

/** A host as somebody installs it who uses a certain version of Vite. */
export interface InstalledHost extends AsyncDisposable {
  readonly dir: string
  readonly vite: typeof Vite
  readonly plugwright: typeof PlugwrightVite.plugwright
  write(files: Readonly<Record<string, string>>): Promise<void>
}

/**
 * Makes a folder with a copy of `@plugwright/vite` beside that Vite, which it imports then: `vite-8.1` → 8.1. In the workspace it
 * would import the one that it is developed with.
 */
export async function installHost(
  vite: string,
  files: Readonly<Record<string, string>>,
): Promise<InstalledHost> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'plugwright-installed-')))
  const modules = join(dir, 'node_modules')
  await mkdir(join(modules, '@plugwright'), { recursive: true })
  await symlink(await realpath(join(root, 'test/node_modules', vite)), join(modules, 'vite'))
  await linkDependencies(join(root, 'packages/vite/node_modules'), modules)
  const copy = join(modules, '@plugwright/vite')
  await cp(join(root, 'packages/vite'), copy, {
    recursive: true,
    filter: (source) => !/[/\\](?:node_modules|src|inspector)$/.test(source),
  })

  async function write(texts: Readonly<Record<string, string>>): Promise<void> {
    for (const [name, text] of Object.entries(texts)) {
      await mkdir(dirname(join(dir, name)), { recursive: true })
      await writeFile(join(dir, name), text)
    }
  }
  await write({
    'package.json': JSON.stringify({ name: 'host', version: '1.0.0', type: 'module' }),
    ...files,
  })
  return {
    dir,
    write,
    vite: (await import(toUrl(join(modules, 'vite/dist/node/index.js')))) as typeof Vite,
    plugwright: (
      (await import(
        toUrl(createRequire(join(dir, 'package.json')).resolve('@plugwright/vite'))
      )) as typeof PlugwrightVite
    ).plugwright,
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  }
}

async function linkDependencies(from: string, to: string): Promise<void> {
  const own = (await readdir(join(from, '@plugwright'))).map((name) => `@plugwright/${name}`)
  for (const name of [...own, 'semver']) await symlink(await realpath(join(from, name)), join(to, name))
}

function toUrl(file: string): string {
  return pathToFileURL(file).href
}
