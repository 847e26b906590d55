import type { Diagnostic, Place } from '@plugwright/diagnostics'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { EnvironmentModuleNode, Plugin, ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { sharedMissing, unresolvedImport } from '../diagnostics.ts'
import { analyzablePattern } from '../isolate/analyze-module.ts'
import { formatBrokenModule } from '../isolate/broken-module.ts'
import { createEntryChecker } from '../isolate/check-entry.ts'
import type { ResolveImport } from '../isolate/check-entry.ts'
import { isStrictFor } from '../isolate/strictness.ts'
import type { PluginEntry } from '../merge/merge.ts'
import { toDevProblem } from '../merge/problem-record.ts'
import { packageNameOf } from '../package-json.ts'
import { readSource } from '../read-source.ts'
import type { Reporter } from '../reporter.ts'
import { peersOf } from '../shared-packages.ts'

/** Keeps broken code of a plugin from everything but the page or block that needs it. */
export function isolatePlugin(context: Context, reporter: Reporter): Plugin {
  const checker = createEntryChecker({
    isSource: (file) => findSourceOwner(context, file) !== undefined,
    toUnresolved: (specifier, place) => describeUnresolved(context, { specifier, place }),
  })
  let server: ViteDevServer | undefined

  /** Checks an entry again; tells everybody where its problems are others than before. */
  async function inspect(entry: PluginEntry, resolve: ResolveImport): Promise<readonly Diagnostic[]> {
    const problems = await checker.check(entry.file, resolve)
    const isChanged =
      JSON.stringify(context.codeProblems.get(entry.file)?.problems ?? []) !== JSON.stringify(problems)
    if (problems.length === 0) context.codeProblems.delete(entry.file)
    else context.codeProblems.set(entry.file, { plugin: entry.plugin.name, problems })
    if (isChanged && server !== undefined) {
      server.environments.client.hot.send('plugwright:problems', listProblemRecords(context))
      reporter.report(server.config.logger)
    }
    return problems
  }

  return {
    name: 'plugwright:isolate',
    // Before plugins that would read and parse the file themselves.
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    configureServer(created) {
      server = created
      server.environments.client.hot.on('plugwright:problems', (_request, client) => {
        client.send('plugwright:problems', listProblemRecords(context))
      })
    },

    async buildStart() {
      if (!context.isBuild) return
      const resolve: ResolveImport = async (id, importer) => (await this.resolve(id, importer))?.id
      for (const entry of context.merge.entries.values()) {
        if (!isStrictFor(context.options, entry.plugin)) await inspect(entry, resolve)
      }
      // The registry of a build names them, so it is written after they are known.
      if (context.codeProblems.size > 0) context.remerge()
    },

    load: {
      filter: { id: analyzablePattern },
      async handler(id) {
        const entry = context.merge.entries.get(id)
        if (entry === undefined) return null
        const resolve: ResolveImport = async (specifier, importer) =>
          (await this.resolve(specifier, importer))?.id
        const problems = context.isBuild
          ? (context.codeProblems.get(id)?.problems ?? [])
          : await inspect(entry, resolve)
        if (problems.length === 0) return null
        const code = formatBrokenModule(problems, { dir: entry.plugin.realDir, dev: !context.isBuild })
        return { code, moduleType: 'js', map: null }
      },
    },

    hotUpdate: {
      // After `plugwright:live`, which brings the entries up to date.
      order: 'post',
      async handler({ type, file, modules, read }) {
        const { moduleGraph, pluginContainer } = this.environment
        const owner = context.merge.owners.of(file)
        if (owner === undefined) return
        // Waits for the text of an editor that empties the file first.
        if (type !== 'delete') await read()
        const resolve: ResolveImport = async (id, importer) =>
          (await pluginContainer.resolveId(id, importer))?.id
        const turned: EnvironmentModuleNode[] = []
        for (const entry of context.merge.entries.values()) {
          const module = entry.plugin.name === owner.name ? moduleGraph.getModuleById(entry.file) : undefined
          if (module === undefined) continue
          const wasBroken = context.codeProblems.has(entry.file)
          const isBroken = (await inspect(entry, resolve)).length > 0
          // What is sent next accepts nothing itself: the plugin's second level has to take it.
          if (isBroken) module.isSelfAccepting = false
          if (isBroken !== wasBroken) turned.push(module)
        }
        return turned.length === 0 ? undefined : [...new Set([...modules, ...turned])]
      },
    },
  }
}

/** The plugin that a file is a source of; what is installed in the plugin's folder is none. */
function findSourceOwner({ merge }: Context, file: string): DiscoveredPlugin | undefined {
  const plugin = merge.owners.of(file)
  return plugin !== undefined && !file.slice(plugin.realDir.length).includes('/node_modules/')
    ? plugin
    : undefined
}

function describeUnresolved(
  { merge, shared, host }: Context,
  { specifier, place }: { readonly specifier: string; readonly place: Place & { readonly file: string } },
): Diagnostic {
  const plugin = merge.plugins.find(({ name }) => name === merge.owners.of(place.file)?.name)
  const name = packageNameOf(specifier)
  const range = plugin && peersOf(host, plugin).get(name)
  return plugin !== undefined && (range !== undefined || shared.has(name))
    ? sharedMissing(specifier, { plugin: plugin.name, range, ...place })
    : unresolvedImport(specifier, place)
}

function listProblemRecords({ codeProblems, merge }: Context): ReturnType<typeof toDevProblem>[] {
  return [...codeProblems.values()].flatMap(({ plugin, problems }) => {
    const found = merge.plugins.find(({ name }) => name === plugin)
    const subject = { name: plugin, version: found?.manifest.version, source: found?.source }
    return problems.map((problem) => toDevProblem(problem, subject, readSource))
  })
}
