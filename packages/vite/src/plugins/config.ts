import { resolve } from 'node:path'
import { formatDiagnostic } from '@plugwright/diagnostics'
import { searchForWorkspaceRoot } from 'vite'
import type { Plugin, UserConfig } from 'vite'
import type { Context } from '../context.ts'
import { bundledDev } from '../diagnostics.ts'
import { listFolders } from '../live/folders.ts'
import { listDeduped, listSharedImports, RUNTIME_PACKAGES } from '../shared-packages.ts'

/** Reads the plugins, and prepares Vite for files outside its root and for packages that must exist once. */
export function configPlugin(context: Context): Plugin {
  return {
    name: 'plugwright:config',

    async config(config, { command }) {
      const root = resolve(config.root ?? process.cwd())
      context.open({ root, isBuild: command === 'build' })
      await context.scan()
      return {
        resolve: { dedupe: [...listDeduped(context.host)] },
        optimizeDeps: {
          include: [...listSharedImports(context.host, context.shared)],
          // Virtual modules import these, and Vite looks for what to pre-bundle in source files only.
          exclude: [...RUNTIME_PACKAGES, '@plugwright/vite/hot', '@plugwright/vite/inspect'],
        },
        server: { fs: { allow: [...defaultFolders(config, root), ...listFolders(context)] } },
      }
    },

    buildStart: {
      // Before the hooks of this package that ask what there is.
      order: 'pre',
      sequential: true,
      async handler() {
        if (context.isBuild && this.meta.watchMode) await context.scan()
      },
    },

    configResolved({ command, experimental, logger }) {
      if (command === 'serve' && experimental.bundledDev) logger.warn(formatDiagnostic(bundledDev()))
    },
  }
}

/** A list of ours would replace Vite's default. */
function defaultFolders({ server }: UserConfig, root: string): readonly string[] {
  return server?.fs?.allow === undefined ? [searchForWorkspaceRoot(root)] : []
}
