import { existsSync } from 'node:fs'
import type { Plugin } from 'vite'
import type { Context } from '../context.ts'
import { absolutePattern, toSlashes } from '../merge/owners.ts'
import { resolvedIdPattern } from '../merge/virtual-ids.ts'

/**
 * Keeps a server from failing for files of a plugin that are gone before the registry has left them out: generated code imports
 * them, and in a bundled dev server others are in the bundle. There they are empty for so long; a plain one answers that they
 * are gone.
 */
export function goneFilesPlugin(context: Context): Plugin {
  const loaded = new Set<string>()
  return {
    name: 'plugwright:gone',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client' && !context.isBuild,

    resolveId: {
      filter: { id: absolutePattern },
      handler(id, importer = '') {
        const file = toFile(id)
        // Language files are imported by their address below the host, which is no path of a plugin.
        const isImported = resolvedIdPattern.test(importer) && context.merge.owners.of(file) !== undefined
        return (isImported || loaded.has(file)) && !existsSync(file) ? id : null
      },
    },

    load: {
      filter: { id: absolutePattern },
      handler(id) {
        if (!this.environment.config.isBundled) return null
        const file = toFile(id)
        if (context.merge.owners.of(file) !== undefined) loaded.add(file)
        return loaded.has(file) && !existsSync(file)
          ? { code: 'export {}', moduleType: 'js', map: null }
          : null
      },
    },
  }
}

function toFile(id: string): string {
  return toSlashes(id.replace(/\?.*$/, ''))
}
