import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { noSuchPath, notAPlugin } from './diagnostics.ts'

/** What a path on the command line is. */
export interface Location {
  readonly kind: 'plugin' | 'host' | 'root'
  /** The folder itself, or the manifest where that was named, absolute. */
  readonly path: string
  /** The folder, or that of the file, absolute. */
  readonly dir: string
}

const MANIFESTS: ReadonlySet<string> = new Set(['plugin.yaml', 'manifest.json'])
const HOST_CONFIG = /^vite\.config\.[cm]?[jt]s$/

/**
 * Tells a plugin (a folder with a manifest, or the manifest itself, whose name may be another one: `other.yaml`), a host (a
 * folder with a `vite.config.*`, or that file) and a folder of plugins apart; a plugin with a Vite configuration is a plugin.
 * Throws `CLI_NO_SUCH_PATH`, `CLI_NOT_A_PLUGIN`.
 */
export function locate(path: string, cwd: string): Location {
  const absolute = resolve(cwd, path)
  const stats = statSync(absolute, { throwIfNoEntry: false })
  if (stats === undefined) throw new PluginError([noSuchPath(path)])
  if (!stats.isDirectory()) return locateFromFile(path, absolute)
  const names = readdirSync(absolute)
  const isPlugin = names.some((name) => MANIFESTS.has(name))
  const isHost = names.some((name) => HOST_CONFIG.test(name))
  return { kind: isPlugin ? 'plugin' : isHost ? 'host' : 'root', path: absolute, dir: absolute }
}

function locateFromFile(path: string, file: string): Location {
  const [name, dir] = [basename(file), dirname(file)]
  if (HOST_CONFIG.test(name)) return { kind: 'host', path: dir, dir }
  if (MANIFESTS.has(name) || /\.ya?ml$/.test(name)) return { kind: 'plugin', path: file, dir }
  throw new PluginError([notAPlugin(path)])
}
