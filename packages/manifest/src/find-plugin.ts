import { dirname, isAbsolute, join, resolve } from 'node:path'
import { statIfAny } from './file-system.ts'
import { MANIFEST_FILE } from './read-manifest.ts'
import { PACKED_MANIFEST_FILE } from './read-plugin.ts'

/** The folder of a single plugin, or where it was looked for. */
export type FindPluginResult = { readonly dir: string } | { readonly searched: string }

/**
 * Finds a single plugin: `./folder`, `/folder` and `folder/below` are folders, a bare `name` or `@scope/name` is a
 * package in the nearest `node_modules` above `cwd` that has it. No package code is resolved or run.
 */
export function findPlugin(specifier: string, cwd: string): FindPluginResult {
  if (!isPackageName(specifier)) {
    const dir = resolve(cwd, specifier)
    return hasManifest(dir) ? { dir } : { searched: `${dir} has no plugin.yaml` }
  }
  for (let above = resolve(cwd); ; above = dirname(above)) {
    const dir = join(above, 'node_modules', specifier)
    if (hasManifest(dir)) return { dir }
    if (dirname(above) === above) break
  }
  return { searched: `no node_modules folder from ${resolve(cwd)} upwards has it with a plugin.yaml` }
}

function isPackageName(specifier: string): boolean {
  return !isAbsolute(specifier) && /^(@[^/\\]+\/)?[^./\\@][^/\\]*$/.test(specifier)
}

function hasManifest(dir: string): boolean {
  return [MANIFEST_FILE, PACKED_MANIFEST_FILE].some((name) => statIfAny(join(dir, name)) !== undefined)
}
