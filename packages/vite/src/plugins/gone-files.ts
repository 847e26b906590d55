import { existsSync } from 'node:fs'
import type { Plugin } from 'vite'
import type { Context } from '../context.ts'
import { toSlashes } from '../merge/owners.ts'

const absolutePattern = /^(?:\/|[a-z]:\/)/i

/**
 * In a bundled dev server: the files of a plugin that is gone are in the bundle until the registry has left it out, and the
 * bundler would fail for them before that. They are empty for so long.
 */
export function goneFilesPlugin(context: Context): Plugin {
  const loaded = new Set<string>()
  const isGone = (id: string): boolean => loaded.has(toFile(id)) && !existsSync(toFile(id))
  return {
    name: 'plugwright:gone',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client' && config.isBundled && !context.isBuild,

    resolveId: {
      filter: { id: absolutePattern },
      handler: (id) => (isGone(id) ? id : null),
    },

    load: {
      filter: { id: absolutePattern },
      handler(id) {
        if (context.merge.owners.of(toFile(id)) !== undefined) loaded.add(toFile(id))
        return isGone(id) ? { code: 'export {}', moduleType: 'js', map: null } : null
      },
    },
  }
}

function toFile(id: string): string {
  return toSlashes(id.replace(/\?.*$/, ''))
}
