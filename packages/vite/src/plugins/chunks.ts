import { resolve } from 'node:path'
import { formatDiagnostic } from '@plugwright/diagnostics'
import type { Plugin, ResolveModulePreloadDependenciesFn, Rolldown } from 'vite'
import { createFileNames, createGroups, levelFilePattern } from '../chunks.ts'
import type { ChunkRules } from '../chunks.ts'
import type { Context } from '../context.ts'
import { groupLevels } from '../level-groups.ts'
import { chunksLeftAlone } from '../diagnostics.ts'
import { toSlashes } from '../merge/owners.ts'
import { fromResolvedId, pluginOfId } from '../merge/virtual-ids.ts'
import type { PrivateDependencies } from '../private-dependencies.ts'
import { RUNTIME_PACKAGES } from '../shared-packages.ts'

/** Keeps the files of a build stable: what changes with one page is that page and the little that names it. */
export function chunksPlugin(context: Context, privates: PrivateDependencies): Plugin {
  let levelGroups: ReadonlyMap<string, string> = new Map()
  const rules: ChunkRules = {
    pluginOf: (id) => privates.pluginOf(id),
    listSharedFolders: () => listSharedFolders(context),
    levelOf: (id) => pluginOfId(fromResolvedId(id)),
    levelGroupOf: (plugin) => levelGroups.get(plugin),
  }

  return {
    name: 'plugwright:chunks',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    config({ build }) {
      const { modulePreload } = build ?? {}
      if (modulePreload === false) return undefined
      const given = typeof modulePreload === 'object' ? modulePreload.resolveDependencies : undefined
      return { build: { modulePreload: { resolveDependencies: omitLoaded(given) } } }
    },

    buildStart() {
      levelGroups = groupLevels(context.merge.plugins.map(({ name }) => name))
    },

    outputOptions(options) {
      const setting = findOwnChunking(options)
      if (setting !== undefined) {
        this.warn(formatDiagnostic(chunksLeftAlone(setting)))
        return null
      }
      const { codeSplitting } = options
      const own = typeof codeSplitting === 'object' ? codeSplitting : {}
      const groups = createGroups(rules, { perPlugin: context.options.chunks === 'plugin' })
      const { assetsDir } = this.environment.config.build
      return {
        ...options,
        codeSplitting: { ...own, groups: [...(own.groups ?? []), ...groups] },
        ...nameFiles(options, { rules, assetsDir, root: context.root }),
      }
    },
  }
}

function listSharedFolders({ host, shared }: Context): readonly string[] {
  return [...RUNTIME_PACKAGES, ...shared].flatMap((name) => {
    const dir = host.packages.find(name, host.root)
    return dir === undefined ? [] : [toSlashes(dir)]
  })
}

function findOwnChunking(options: Rolldown.OutputOptions): string | undefined {
  if (options.codeSplitting === false) return 'codeSplitting: false'
  return 'manualChunks' in options && options.manualChunks !== undefined ? 'manualChunks' : undefined
}

/** Vite fills in its defaults before this hook, so a name that is one of them was not set by the user. */
function nameFiles(
  { chunkFileNames, assetFileNames }: Rolldown.OutputOptions,
  {
    rules,
    assetsDir,
    root,
  }: { readonly rules: ChunkRules; readonly assetsDir: string; readonly root: string },
): Rolldown.OutputOptions {
  const prefix = assetsDir === '' ? '' : `${assetsDir}/`
  const fallback = { chunk: `${prefix}[name]-[hash].js`, asset: `${prefix}[name]-[hash].[ext]` }
  const names = createFileNames(rules, {
    prefix,
    fallback,
    toFile: (name) => toSlashes(resolve(root, name)),
  })
  return {
    ...(chunkFileNames === fallback.chunk && { chunkFileNames: names.chunkFileNames }),
    ...(assetFileNames === fallback.asset && { assetFileNames: names.assetFileNames }),
  }
}

/**
 * A plugin's second level imports the preload helper only, which the start page has loaded. Without this, the start bundle
 * would carry a list of files for each plugin.
 */
function omitLoaded(
  given: ResolveModulePreloadDependenciesFn | undefined,
): ResolveModulePreloadDependenciesFn {
  return (file, dependencies, context) => {
    const needed =
      levelFilePattern.test(file) && dependencies.every((name) => name.endsWith('.js')) ? [] : dependencies
    return given === undefined ? needed : given(file, needed, context)
  }
}
