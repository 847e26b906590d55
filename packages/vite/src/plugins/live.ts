import { existsSync } from 'node:fs'
import type { DevEnvironment, EnvironmentModuleNode, Plugin, ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { writeHostTypes } from '../host-types.ts'
import { createBatch } from '../live/batch.ts'
import type { Batch } from '../live/batch.ts'
import { changesPlugins } from '../live/folders.ts'
import { isOrphan } from '../live/orphans.ts'
import { findModule, refresh } from '../live/refresh.ts'
import { createFolderWatcher } from '../live/watcher.ts'
import type { FolderWatcher } from '../live/watcher.ts'
import { createOwners, toSlashes } from '../merge/owners.ts'
import { resolvedIdPattern, toPluginId } from '../merge/virtual-ids.ts'
import type { Reporter } from '../reporter.ts'

/** Long enough for one `cp -r` or `git checkout` to be one change, short enough not to be felt. */
const BATCH_MS = 40

/** Follows manifests, pages and roots of a running server, without a restart and without a reload. */
export function livePlugin(context: Context, reporter: Reporter): Plugin {
  let changes: Batch | undefined
  let watcher: FolderWatcher | undefined
  /** Plugins of which a browser failed to load something. */
  const failing = new Set<string>()
  /** Folders of all plugins since the start: events of a folder that is gone arrive after its plugin is. */
  const folders = new Map<string, string>()
  const owners = createOwners(folders)

  function noteFolders(): void {
    for (const { name, dir, realDir } of context.merge.discovery.plugins) {
      for (const folder of [dir, realDir]) folders.set(toSlashes(folder), name)
    }
  }

  async function update(server: ViteDevServer): Promise<void> {
    await refresh(context, server)
    noteFolders()
    watcher?.follow()
    if (context.options.types) await writeHostTypes(context.root, context.merge.discovery, context.options)
    reporter.report(server.config.logger)
  }

  return {
    name: 'plugwright:live',
    apply: 'serve',

    configureServer(server) {
      const batch = createBatch(() => update(server), {
        ms: BATCH_MS,
        onError: (error) => server.config.logger.error(`plugwright: ${String(error)}`),
      })
      changes = batch
      watcher = createFolderWatcher(context, server, () => void batch.add())
      watcher.follow()
      noteFolders()
      const { client } = server.environments
      client.hot.on('plugwright:loaded', async ({ id, revision }: LoadedMessage) => {
        const current = context.merge.revisions.get(id)
        const module = current === undefined || current === revision ? undefined : findModule(client, id)
        if (module !== undefined) await client.reloadModule(module)
      })
      client.hot.on('vite:invalidate', ({ path }) => remount(context, { client, path }))
      client.hot.on('plugwright:failed', ({ plugin }: { readonly plugin: string }) => {
        failing.add(plugin)
      })
    },

    async hotUpdate({ type, file, modules, server }) {
      // A bundled dev server calls this without one, and follows the manifests by itself.
      if (this.environment.name !== 'client' || (server as ViteDevServer | undefined) === undefined) return
      const plugin = owners.of(file)
      if (changesPlugins(context.merge.discovery, { type, file })) await changes?.add()
      if (plugin === undefined) return

      const affected = type === 'delete' ? listRemainingImporters(modules) : modules
      const remaining = affected.filter(
        (module) => !isOrphan(module, ({ file: name }) => name !== null && owners.of(name) !== undefined),
      )
      // What never loaded accepts nothing in that browser, so the plugin's second level has to come again.
      const level = failing.delete(plugin) ? findModule(this.environment, toPluginId(plugin)) : undefined
      return level === undefined ? remaining : [...remaining, level]
    },

    closeBundle() {
      changes?.close()
      watcher?.close()
    },
  }
}

/**
 * A React page whose other exports changed cannot be refreshed and hands the update on. Vite updates its importers then, which
 * is the plugin's second level as a whole; this tells it which page to take anew.
 */
function remount(
  { merge }: Context,
  { client, path }: { readonly client: DevEnvironment; readonly path: string },
): void {
  const page = client.moduleGraph.urlToModuleMap.get(path)
  const entry = merge.entries.get(page?.id ?? '')
  const level = entry && findModule(client, toPluginId(entry.plugin.name))
  if (page === undefined || level === undefined) return
  const update = {
    type: 'js-update',
    path: level.url,
    acceptedPath: page.url,
    timestamp: page.lastHMRTimestamp,
  } as const
  client.hot.send({ type: 'update', updates: [update] })
}

/** What a generated module says when it is evaluated. */
interface LoadedMessage {
  readonly id: string
  readonly revision: string
}

/** A file that is gone cannot be updated; what imported it can, unless it is gone too or was told by the registry. */
function listRemainingImporters(modules: readonly EnvironmentModuleNode[]): EnvironmentModuleNode[] {
  const importers = new Set(modules.flatMap((module) => [...module.importers]))
  return [...importers].filter(
    ({ id, file }) => id !== null && !resolvedIdPattern.test(id) && file !== null && existsSync(file),
  )
}
