import type { DevEnvironment } from 'vite'
import type { Context } from '../context.ts'
import { toPluginId } from '../merge/virtual-ids.ts'
import { findModule } from './refresh.ts'

/** What the generated modules of a browser tell the server. */
export interface BrowserMessages {
  /** Whether a browser failed to load something of a plugin since the last time it was asked. */
  takeFailed(plugin: string): boolean
}

/** Listens to the browsers of a server. */
export function createBrowserMessages(context: Context, client: DevEnvironment): BrowserMessages {
  const failed = new Set<string>()

  // An update that is sent before a browser has the module is lost, so it is sent again to who has an older one.
  client.hot.on(
    'plugwright:loaded',
    ({ id, revision }: { readonly id: string; readonly revision: string }) => {
      const current = context.merge.revisions.get(id)
      const module = findModule(client, id)
      if (current === undefined || current === revision || module === undefined) return
      void client.reloadModule(module)
    },
  )
  client.hot.on('plugwright:failed', ({ plugin }: { readonly plugin: string }) => {
    failed.add(plugin)
  })
  client.hot.on('vite:invalidate', ({ path }) => remount(context, { client, path }))

  return { takeFailed: (plugin) => failed.delete(plugin) }
}

/**
 * A React page whose other exports changed cannot be refreshed and hands the update on. Vite updates its importers then, which
 * is the plugin's second level as a whole; this tells that one which page to take anew.
 */
function remount(
  { merge }: Context,
  { client, path }: { readonly client: DevEnvironment; readonly path: string },
): void {
  const page = client.moduleGraph.urlToModuleMap.get(path)
  const entry = merge.entries.get(page?.id ?? '')
  const level = entry && findModule(client, toPluginId(entry.plugin.name))
  if (page === undefined || level === undefined) return
  const { lastHMRTimestamp: timestamp } = page
  client.hot.send({
    type: 'update',
    updates: [{ type: 'js-update', path: level.url, acceptedPath: page.url, timestamp }],
  })
}
