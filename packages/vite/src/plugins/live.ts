import { existsSync } from 'node:fs'
import type { DevEnvironment, EnvironmentModuleNode, HotUpdateOptions, Plugin, ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { writeHostTypes } from '../host-types.ts'
import { createBatch } from '../live/batch.ts'
import type { Batch } from '../live/batch.ts'
import { createBrowserMessages } from '../live/browser-messages.ts'
import type { BrowserMessages } from '../live/browser-messages.ts'
import { changesPlugins, isWatched } from '../live/folders.ts'
import { isOrphan } from '../live/orphans.ts'
import { isUnused } from '../live/unused.ts'
import { findModule, refresh } from '../live/refresh.ts'
import { createSettling } from '../live/settle.ts'
import type { Settling } from '../live/settle.ts'
import { waitForText } from '../live/wait-for-text.ts'
import { createFolderWatcher } from '../live/watcher.ts'
import type { FolderWatcher } from '../live/watcher.ts'
import { absolutePattern, createOwners, toSlashes } from '../merge/owners.ts'
import type { Owners } from '../merge/owners.ts'
import { resolvedIdPattern, toPluginId } from '../merge/virtual-ids.ts'
import type { Reporter } from '../reporter.ts'

/** What exists while a server runs. */
interface Running {
  readonly changes: Batch
  readonly settling: Settling
  readonly watcher: FolderWatcher
  readonly messages: BrowserMessages
  close(): void
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

  async function update(server: ViteDevServer, edited: ReadonlySet<string> | undefined): Promise<void> {
    const start = performance.now()
    const changes = await refresh(context, { server, edited })
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
      running = startFollowing(context, { server, update: (edited) => update(server, edited) })
      running.watcher.follow()
      noteFolders()
    },

    load: {
      // Before `plugwright:isolate`, which reads it, too.
      order: 'pre',
      filter: { id: absolutePattern },
      handler(id) {
        running?.settling.note(id.replace(/\?.*$/, ''))
      },
    },

    async hotUpdate(change) {
      const { type, file, modules } = change
      const { name, moduleGraph } = this.environment
      // A bundled dev server calls this without a server, and follows the manifests by itself.
      const isPlain = name === 'client' && (change.server as ViteDevServer | undefined) !== undefined
      if (!isPlain || running === undefined) return modules
      const plugin = owners.of(file)
      if (plugin !== undefined || isWatched(context, file)) await waitForText(change)
      if (changesPlugins(context, { type, file })) await running.changes.add({ type, file })
      if (plugin === undefined) return modules

      const untold = modules.filter((module) => !isSent(module, change))
      const isNews = type === 'delete' || untold.length === 0 || running.settling.take(file)
      const isLeftOut = (module: EnvironmentModuleNode): boolean => isIdle(module, { context, owners })
      const used = isNews ? listUsed(untold, { ...change, moduleGraph, isLeftOut }) : []
      const affected = type === 'delete' ? listRemainingImporters(used) : used
      const remaining = affected.filter((module) => !isOrphan(module, isSource))
      // What never loaded accepts nothing in that browser, so the plugin's second level has to come again.
      const isMissing = running.messages.takeFailed(plugin)
      const level = isMissing ? findModule(this.environment, toPluginId(plugin)) : undefined
      return level === undefined ? remaining : [...remaining, level]
    },

    closeBundle() {
      running?.close()
      context.stamps.remove()
    },
  }
}

/** Listens to the files and the browsers of a server; `update` is called when the plugins may have changed. */
function startFollowing(
  context: Context,
  { server, update }: { readonly server: ViteDevServer; readonly update: Parameters<typeof createBatch>[0] },
): Running {
  const onError = (error: unknown): void => server.config.logger.error(`plugwright: ${String(error)}`)
  const changes = createBatch(update, { onError })
  const settling = createSettling(server, (file) => isWatched(context, file))
  const watcher = createFolderWatcher(context, server, (change) => {
    settling.note(toSlashes(change.file))
    void changes.add(change)
  })
  return {
    changes,
    settling,
    watcher,
    messages: createBrowserMessages(context, server.environments.client),
    close() {
      for (const part of [changes, settling, watcher]) part.close()
    },
  }
}

/** Whether a page that has come was sent with the registry meanwhile, at another address. */
function isSent(
  { lastHMRTimestamp }: EnvironmentModuleNode,
  { type, timestamp }: Pick<HotUpdateOptions, 'type' | 'timestamp'>,
): boolean {
  return type === 'create' && lastHMRTimestamp >= timestamp
}

/** Leaves out what is on no page: that is told when its plugin takes part again. */
function listUsed(
  modules: readonly EnvironmentModuleNode[],
  {
    moduleGraph,
    timestamp,
    isLeftOut,
  }: Pick<DevEnvironment, 'moduleGraph'> &
    Pick<HotUpdateOptions, 'timestamp'> & { readonly isLeftOut: (module: EnvironmentModuleNode) => boolean },
): EnvironmentModuleNode[] {
  return modules.filter((module) => {
    if (!isUnused(module, isLeftOut)) return true
    moduleGraph.invalidateModule(module, new Set(), timestamp, true)
    return false
  })
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
