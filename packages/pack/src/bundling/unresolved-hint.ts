import { existsSync, readdirSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { nearestName } from '@plugwright/diagnostics'
import { isInstalled, packageNameOf } from './source-path.ts'

/** What to do about an import that leads nowhere. `file` is the importer, absolute. */
export function unresolvedHint(
  specifier: string,
  importer: { readonly file?: string; readonly isFrontend: boolean; readonly realDir: string },
): string | undefined {
  const { file, isFrontend, realDir } = importer
  if (isFrontend && isBuiltin(specifier)) return 'it is part of Node, and pages run in a browser.'
  const name = packageNameOf(specifier)
  if (name !== undefined && file !== undefined && isInstalled(file, realDir)) {
    return `a dependency needs "${name}", and it is not installed: install the dependencies again.`
  }
  if (name !== undefined) return `add "${name}" to the dependencies in package.json, and install it.`
  if (file === undefined || !specifier.startsWith('.')) return undefined
  const nearest = nearestFile(path.resolve(path.dirname(file), specifier))
  if (nearest === undefined) return 'no such file.'
  return `no such file; the nearest is "${specifier.slice(0, specifier.lastIndexOf('/') + 1)}${nearest}".`
}

function nearestFile(file: string): string | undefined {
  const folder = path.dirname(file)
  if (!existsSync(folder)) return undefined
  const names = readdirSync(folder)
  const stems = new Map(names.map((name) => [path.parse(name).name, name]))
  const stem = nearestName(path.basename(file), stems.keys())
  return nearestName(path.basename(file), names) ?? (stem === undefined ? undefined : stems.get(stem))
}
