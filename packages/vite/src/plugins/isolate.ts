import { existsSync } from 'node:fs'
import { isAbsolute } from 'node:path'
import type { DevEnvironment, EnvironmentModuleNode, Plugin } from 'vite'
import type { Context } from '../context.ts'
import { analyzablePattern } from '../isolate/analyze-module.ts'
import { formatBrokenModule } from '../isolate/broken-module.ts'
import type { ResolveImport } from '../isolate/check-entry.ts'
import type { CodeInspector } from '../isolate/code-inspector.ts'
import { isStrictFor } from '../isolate/strictness.ts'
import { isOrphan } from '../live/orphans.ts'
import { waitForText } from '../live/wait-for-text.ts'

const installedPattern = /\/node_modules\/.*\.[cm]?[jt]sx?$/

/** Keeps broken code of a plugin from everything but the page or block that needs it. */
export function isolatePlugin(context: Context, inspector: CodeInspector): Plugin {
  const isSource = ({ file }: EnvironmentModuleNode): boolean =>
    file !== null && context.merge.owners.of(file) !== undefined

  return {
    name: 'plugwright:isolate',
    // Before plugins that would read and parse the file themselves.
    enforce: 'pre',
    // A build that broken code fails is explained afterwards; a hook on every module has its price.
    applyToEnvironment: ({ config }) =>
      config.consumer === 'client' && !(context.isBuild && context.options.strict === true),

    configureServer(server) {
      inspector.publishTo(server)
    },

    async buildStart() {
      if (!context.isBuild) return
      const resolve: ResolveImport = async (id, importer) => (await this.resolve(id, importer))?.id
      for (const entry of context.merge.entries.values()) {
        if (!isStrictFor(context.options, entry.plugin)) await inspector.inspect(entry, resolve)
      }
      // The registry of a build names them, so it is written after they are known.
      if (context.codeProblems.size > 0) context.remerge()
    },

    resolveId: {
      filter: { id: installedPattern },
      // Vite would add the version of the pre-bundled packages to it, and then nobody knows the page of an installed plugin again.
      handler: (id) => (!context.isBuild && context.merge.entries.has(id) ? id : null),
    },

    load: {
      filter: { id: analyzablePattern },
      async handler(id) {
        const entry = context.merge.entries.get(id)
        if (entry === undefined) return null
        const resolve: ResolveImport = async (name, importer) => (await this.resolve(name, importer))?.id
        const problems = context.isBuild
          ? (context.codeProblems.get(id)?.problems ?? [])
          : await inspector.inspect(entry, resolve)
        if (problems.length === 0) return null
        const code = formatBrokenModule(problems, { dir: entry.plugin.realDir, dev: !context.isBuild })
        return { code, moduleType: 'js', map: null }
      },
    },

    hotUpdate: {
      // After `plugwright:live`, which brings the entries up to date.
      order: 'post',
      async handler(update) {
        const { type, file, modules } = update
        const owner = context.merge.owners.of(file)
        if (owner === undefined) return modules
        await waitForText(update)
        if (type !== 'update') inspector.forgetImports()
        const turned = await listTurned(owner.name, { context, inspector, environment: this.environment })
        // Meanwhile a browser may have taken what stands in for the broken importers.
        const affected = [...new Set([...modules, ...turned])]
        return affected.filter((module) => isThere(module) && !isOrphan(module, isSource))
      },
    },
  }
}

/** What is gone by now is told as such, and nobody should be sent to it. */
function isThere({ file }: EnvironmentModuleNode): boolean {
  return file === null || !isAbsolute(file) || existsSync(file)
}

/** The loaded entries of a plugin that are broken and were not, or were and are not. */
async function listTurned(
  plugin: string,
  {
    context,
    inspector,
    environment,
  }: { readonly context: Context; readonly inspector: CodeInspector; readonly environment: DevEnvironment },
): Promise<readonly EnvironmentModuleNode[]> {
  const { moduleGraph, pluginContainer } = environment
  const resolve: ResolveImport = async (id, importer) => (await pluginContainer.resolveId(id, importer))?.id
  const turned: EnvironmentModuleNode[] = []
  for (const entry of context.merge.entries.values()) {
    const module = entry.plugin.name === plugin ? moduleGraph.getModuleById(entry.file) : undefined
    if (module === undefined) continue
    const wasBroken = context.codeProblems.has(entry.file)
    const isBroken = (await inspector.inspect(entry, resolve)).length > 0
    // What is sent next accepts nothing itself: the plugin's second level has to take it.
    if (isBroken) module.isSelfAccepting = false
    // What nobody imports is on no page, and would be a reason to reload.
    if (isBroken !== wasBroken && module.importers.size > 0) turned.push(module)
  }
  return turned
}
