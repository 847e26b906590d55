import type { Plugin } from 'vite'
import { createChunkGraph } from '../build-manifest/chunk-graph.ts'
import type { Context } from '../context.ts'
import { fromResolvedId, pluginOfId, REGISTRY_ID, toResolvedId } from '../merge/virtual-ids.ts'
import { awaitSheets, dropLists, listSheets, PRELOAD_MARKER, toListedFile } from '../plugin-sheets.ts'

/**
 * With one script per plugin, has that script name the plugin's stylesheets, and not the start bundle, which would grow with each
 * plugin by their names.
 */
export function pluginSheetsPlugin(context: Context): Plugin {
  return {
    name: 'plugwright:plugin-sheets',
    apply: (_config, { command }) => command === 'build' && context.options.chunks === 'plugin',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    // Before minification, where each plugin has a line of its own in the registry: nothing moves that source maps know.
    renderChunk: {
      filter: { code: PRELOAD_MARKER },
      handler(...[code, { fileName, moduleIds }, , { chunks }]) {
        const isLevel = (name: string): boolean => chunks[name]?.moduleIds.some(isLevelId) ?? false
        const start = moduleIds.includes(toResolvedId(REGISTRY_ID))
          ? dropLists(code, { fileName, isLevel })
          : code
        const changed = moduleIds.some(isLevelId) ? awaitSheets(start) : start
        return changed === code ? null : { code: changed, map: null }
      },
    },

    generateBundle: {
      // Before anything that computes digests of files.
      order: 'pre',
      handler(_options, bundle) {
        const { base, experimental } = this.environment.config
        const { renderBuiltUrl } = experimental
        const graph = createChunkGraph(bundle)
        for (const chunk of graph.chunks.values()) {
          const output = bundle[chunk.fileName]
          if (output?.type !== 'chunk' || !chunk.moduleIds.some(isLevelId)) continue
          const sheets = graph.filesOf([chunk]).filter((file) => file.endsWith('.css'))
          output.code = listSheets(
            output.code,
            sheets.map((file) => toListedFile(file, { script: chunk.fileName, base, renderBuiltUrl })),
          )
        }
      },
    },
  }
}

function isLevelId(id: string): boolean {
  return pluginOfId(fromResolvedId(id)) !== undefined
}
