import { dirname } from 'node:path'
import type { PackageCache, PackageJson } from '../package-json.ts'

/** An installed package. */
export interface InstalledPackage {
  /** With `/`. */
  readonly dir: string
  readonly manifest: PackageJson & { readonly name: string }
}

/**
 * The package that a file belongs to: the nearest package.json above it that says a name. Packages put one without a name
 * into their folders to say how the files there are to be read.
 */
export function findPackageOf(file: string, packages: PackageCache): InstalledPackage | undefined {
  for (let dir = dirname(file); dirname(dir) !== dir; dir = dirname(dir)) {
    const manifest = packages.read(dir)
    if (manifest?.name !== undefined) return { dir, manifest: { ...manifest, name: manifest.name } }
  }
  return undefined
}

/**
 * What an import says to get a file of a package.
 *
 *     react/jsx-runtime.js, whose package exports './jsx-runtime' → react/jsx-runtime
 *     react/index.js → react
 */
export function toSpecifier(file: string, { dir, manifest }: InstalledPackage): string {
  const path = `.${file.slice(dir.length)}`
  const { exports } = manifest
  if (typeof exports === 'object' && exports !== null) {
    for (const [key, target] of Object.entries(exports)) {
      if (key.startsWith('./') && listTargets(target).includes(path)) return manifest.name + key.slice(1)
    }
  }
  return manifest.name
}

/** The files that a value of `exports` may lead to, whatever the conditions. */
function listTargets(target: unknown): readonly string[] {
  if (typeof target === 'string') return [target]
  if (typeof target !== 'object' || target === null) return []
  return Object.values(target).flatMap(listTargets)
}
