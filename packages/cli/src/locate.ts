import { readdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { noSuchPath } from './diagnostics.ts'

/** What a path on the command line is. */
export interface Location {
  readonly kind: 'plugin' | 'host' | 'root'
  /** The folder or file itself, absolute. */
  readonly path: string
  /** The folder, or that of the file, absolute. */
  readonly dir: string
}

const MANIFESTS: ReadonlySet<string> = new Set(['plugin.yaml', 'manifest.json'])

/**
 * Tells a plugin (a folder with a manifest, or the manifest itself), a host (a folder with a `vite.config.*`) and a
 * folder of plugins apart; a plugin with a Vite configuration is a plugin.
 * Throws `CLI_NO_SUCH_PATH`.
 */
export function locate(path: string, cwd: string): Location {
  const absolute = resolve(cwd, path)
  const stats = statSync(absolute, { throwIfNoEntry: false })
  if (stats === undefined) throw new PluginError([noSuchPath(path)])
  if (!stats.isDirectory()) return { kind: 'plugin', path: absolute, dir: dirname(absolute) }
  const names = readdirSync(absolute)
  const isPlugin = names.some((name) => MANIFESTS.has(name))
  const isHost = names.some((name) => /^vite\.config\.[cm]?[jt]s$/.test(name))
  return { kind: isPlugin ? 'plugin' : isHost ? 'host' : 'root', path: absolute, dir: absolute }
}
