import type { Plugin } from 'vite'
import type { Context } from '../context.ts'
import {
  fromResolvedId,
  pluginOfId,
  REGISTRY_ID,
  resolvedIdPattern,
  toResolvedId,
  virtualIdPattern,
} from '../merge/virtual-ids.ts'

/** Serves `virtual:plugwright` and what it imports; outside the browser a registry without plugins. */
export function virtualPlugin(context: Context): Plugin {
  return {
    name: 'plugwright:virtual',

    resolveId: {
      // A bundled dev server resolves what it has resolved once more when it is asked for a module that it has left for later.
      filter: { id: [virtualIdPattern, resolvedIdPattern] },
      handler: (id) => (resolvedIdPattern.test(id) ? id : toResolvedId(id)),
    },

    load: {
      filter: { id: resolvedIdPattern },
      handler(resolvedId) {
        const id = fromResolvedId(resolvedId)
        const { merge } = context
        if (this.environment.config.consumer !== 'client' && id === REGISTRY_ID) return merge.stub
        // A plain dev server gets the update from `plugwright:live`, which knows whether the text changed; `vite build --watch` reads the manifests again before each build.
        if (this.environment.config.isBundled) {
          if (!context.isBuild) this.addWatchFile(context.stamps.fileOf(id))
          else if (this.meta.watchMode) watchManifests(pluginOfId(id), (file) => this.addWatchFile(file))
        }
        // A tab that missed an update may still ask for a plugin that is gone.
        const code = merge.modules.get(id) ?? 'export const pages = []'
        if (context.isBuild || this.environment.config.isBundled) return code
        // Without it Vite maps each word of the text to itself, and sends the text once more in that map.
        return { code, map: { mappings: '' } }
      },
    },
  }

  function watchManifests(name: string | undefined, watch: (file: string) => void): void {
    for (const plugin of context.merge.discovery.plugins) {
      if (name === undefined || plugin.name === name) watch(plugin.manifestFile)
    }
  }
}
