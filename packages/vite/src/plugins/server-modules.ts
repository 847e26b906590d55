import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Plugin } from 'vite'
import type { Context } from '../context.ts'

/** Finds what `virtual:plugwright` imports on a server: the host's copy, or the one that came with us where it names none. */
export function serverModulesPlugin(context: Context): Plugin {
  return {
    name: 'plugwright:server',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer !== 'client',

    resolveId: {
      filter: { id: /^@plugwright\/runtime$/ },
      async handler(id, _importer, options) {
        const ofHost = await this.resolve(id, join(context.root, 'index.html'), {
          ...options,
          skipSelf: true,
        })
        return ofHost ?? createRequire(import.meta.url).resolve(id)
      },
    },
  }
}
