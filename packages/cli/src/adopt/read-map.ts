import { readFileSync } from 'node:fs'
import { createLineIndex, hasErrors, PluginError } from '@plugwright/diagnostics'
import { parseManifest } from '@plugwright/manifest'
import { LineCounter, parseDocument } from 'yaml'
import { mapInvalid } from './diagnostics.ts'

/**
 * Reads a map of plugins, YAML or JSON: names with the addresses below which their pages are. `file` is absolute.
 * Throws `ADOPT_MAP_INVALID`.
 */
export function readMap(file: string): ReadonlyMap<string, readonly string[]> {
  const text = readFileSync(file, 'utf8')
  const document = parseDocument(text, { lineCounter: new LineCounter(), prettyErrors: false })
  const [error] = document.errors
  if (error !== undefined) {
    const span = createLineIndex(text).spanOf(error.pos[0], Math.max(error.pos[1], error.pos[0] + 1))
    throw new PluginError([mapInvalid(error.message, { file, span })])
  }
  const value: unknown = document.toJS({ maxAliasCount: 100 })
  const refuse = (reason: string): never => {
    throw new PluginError([mapInvalid(reason, { file })])
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('it is no mapping.')
  return new Map(
    Object.entries(value).map(([name, list]: [string, unknown]) => {
      if (hasErrors(parseManifest(`name: ${JSON.stringify(name)}\nversion: 0.1.0\n`).diagnostics))
        refuse(`"${name}" is no name of a plugin: lower-case words joined by hyphens.`)
      const paths: unknown[] = Array.isArray(list) ? list : [list]
      return [
        name,
        paths.every(isFit) ? paths : refuse(`the addresses of ${name} do not all begin with / and a name.`),
      ]
    }),
  )
}

function isFit(path: unknown): path is string {
  return typeof path === 'string' && /^\/[^*:]/.test(path)
}
