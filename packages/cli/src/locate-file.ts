import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { PluginError } from '@plugwright/diagnostics'
import { argumentMissing, noSuchPath } from './diagnostics.ts'

/** The one file that a command works on, absolute. Throws `CLI_ARGUMENT_MISSING`, `CLI_NO_SUCH_PATH`. */
export function locateFile(path: string | undefined, cwd: string): string {
  if (path === undefined) throw new PluginError([argumentMissing('a file')])
  const file = resolve(cwd, path)
  if (statSync(file, { throwIfNoEntry: false }) === undefined) throw new PluginError([noSuchPath(path)])
  return file
}
