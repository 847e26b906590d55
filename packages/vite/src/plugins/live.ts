import { existsSync } from 'node:fs'
import type { EnvironmentModuleNode, Plugin, ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { writeHostTypes } from '../host-types.ts'
import { createBatch } from '../live/batch.ts'
import type { Batch } from '../live/batch.ts'
import { createBrowserMessages } from '../live/browser-messages.ts'
import type { BrowserMessages } from '../live/browser-messages.ts'
import { changesPlugins } from '../live/folders.ts'
import { isOrphan } from '../live/orphans.ts'
import { isUnused } from '../live/unused.ts'
import { findModule, refresh } from '../live/refresh.ts'
import { createFolderWatcher } from '../live/watcher.ts'
import type { FolderWatcher } from '../live/watcher.ts'
import { createOwners, toSlashes } from '../merge/owners.ts'
import type { Owners } from '../merge/owners.ts'
import { resolvedIdPattern, toPluginId } from '../merge/virtual-ids.ts'
import type { Reporter } from '../reporter.ts'

/** What exists while a server runs. */
interface Running {
  readonly changes: Batch
  readonly watcher: FolderWatcher
  readonly messages: BrowserMessages
}

/** Follows manifests, pages and roots of a running server, without a restart and without a reload. */
export function livePlugin(context: Context, reporter: Reporter): Plugin {
  let running: Running | undefined
  /** Folders of all plugins since the start: events of a folder that is gone arrive after its plugin is. */
  const folders = new Map<string, string>()
  const owners = createOwners(folders)
  const isSource = ({ file }: EnvironmentModuleNode): boolean =>
    file !== null && owners.of(file) !== undefined

  function noteFolders(): void {
    for (const { name, dir, realDir } of context.merge.discovery.plugins) {
      for (const folder of [dir, realDir]) folders.set(toSlashes(folder), name)
    }
  }

  async function update(server: ViteDevServer): Promise<void> {
    const start = performance.now()
    const changes = await refresh(context, server)
    if (changes !== undefined) context.noteUpdate(performance.now() - start)
    noteFolders()
    running?.watcher.follow()
    if (context.options.types) await writeHostTypes(context.root, context.merge.discovery, context.options)
    reporter.report(server.config.logger, changes)
  }

  return {
    name: 'plugwright:live',
    apply: 'serve',

    configureServer(server) {
      const { logger } = server.config
      const onError = (error: unknown): void => logger.error(`plugwright: ${String(error)}`)
      const changes = createBatch(() => update(server), { onError })
      const watcher = createFolderWatcher(context, server, (change) => void changes.add(change))
      running = { changes, watcher, messages: createBrowserMessages(context, server.environments.client) }
      watcher.follow()
      noteFolders()
    },

    async hotUpdate({ type, file, modules, timestamp, server }) {
      // A bundled dev server calls this without a server, and follows the manifests by itself.
      const isPlain =
        this.environment.name === 'client' && (server as ViteDevServer | undefined) !== undefined
      if (!isPlain || running === undefined) return modules
      const plugin = owners.of(file)
      if (changesPlugins(context, { type, file })) await running.changes.add({ type, file })
      if (plugin === undefined) return modules

      const used = modules.filter((module) => {
        if (!isUnused(module, (one) => isIdle(one, { context, owners }))) return true
        // Not now, but when its plugin takes part again.
        this.environment.moduleGraph.invalidateModule(module, new Set(), timestamp, true)
        return false
      })
      const affected = type === 'delete' ? listRemainingImporters(used) : used
      const remaining = affected.filter((module) => !isOrphan(module, isSource))
      // What never loaded accepts nothing in that browser, so the plugin's second level has to come again.
      const isMissing = running.messages.takeFailed(plugin)
      const level = isMissing ? findModule(this.environment, toPluginId(plugin)) : undefined
      return level === undefined ? remaining : [...remaining, level]
    },

    closeBundle() {
      running?.changes.close()
      running?.watcher.close()
      context.stamps.remove()
    },
  }
}

/** Whether a module is of a plugin that takes no part. A second level counts as one: it has no file. */
function isIdle(
  { id, file }: EnvironmentModuleNode,
  { context, owners }: { readonly context: Context; readonly owners: Owners<string> },
): boolean {
  if (id !== null && resolvedIdPattern.test(id)) return true
  const owner = file === null ? undefined : context.merge.owners.of(file)
  return owner === undefined
    ? file !== null && owners.of(file) !== undefined
    : !context.merge.plugins.some((plugin) => plugin === owner)
}

/** A file that is gone cannot be updated; what imported it can, unless it is gone too or was told by the registry. */
function listRemainingImporters(modules: readonly EnvironmentModuleNode[]): EnvironmentModuleNode[] {
  const importers = new Set(modules.flatMap((module) => [...module.importers]))
  return [...importers].filter(
    ({ id, file }) => id !== null && !resolvedIdPattern.test(id) && file !== null && existsSync(file),
  )
}
