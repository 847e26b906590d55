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
      const own = findOwnGroups(options)
      const groups = createGroups(rules, { perPlugin: context.options.chunks === 'plugin' })
      const { base, build, experimental } = this.environment.config
      const { advancedChunks: _, ...others } = options
      return {
        ...others,
        codeSplitting: { ...own, groups: [...(own.groups ?? []), ...groups] },
        ...nameFiles(options, {
          rules,
          assetsDir: build.assetsDir,
          root: context.root,
          // Addresses in a stylesheet are written relative to the folder of Vite's own name for it.
          sheetsApart: base === './' || base === '' || experimental.renderBuiltUrl !== undefined,
        }),
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

/** The setting that leaves no room for groups. */
function findOwnChunking(options: Rolldown.OutputOptions): string | undefined {
  const { codeSplitting, inlineDynamicImports, preserveModules, manualChunks } = options
  if (codeSplitting === false) return 'codeSplitting: false'
  if (codeSplitting === undefined && inlineDynamicImports === true) return 'inlineDynamicImports'
  if (preserveModules === true) return 'preserveModules'
  return manualChunks === undefined || manualChunks === null ? undefined : 'manualChunks'
}

/** By their name, or by their old one, which counts where the other is not given. */
function findOwnGroups({
  codeSplitting,
  advancedChunks,
}: Rolldown.OutputOptions): Rolldown.CodeSplittingOptions {
  if (typeof codeSplitting === 'object') return codeSplitting
  return codeSplitting === undefined ? (advancedChunks ?? {}) : {}
}

/** Vite fills in its defaults before this hook, so a name that is one of them was not set by the user. */
function nameFiles(
  { chunkFileNames, assetFileNames }: Rolldown.OutputOptions,
  {
    rules,
    assetsDir,
    root,
    sheetsApart,
  }: {
    readonly rules: ChunkRules
    readonly assetsDir: string
    readonly root: string
    readonly sheetsApart: boolean
  },
): Rolldown.OutputOptions {
  const prefix = assetsDir === '' ? '' : `${assetsDir}/`
  const fallback = { chunk: `${prefix}[name]-[hash].js`, asset: `${prefix}[name]-[hash].[ext]` }
  const names = createFileNames(rules, {
    prefix,
    fallback,
    toFile: (name) => toSlashes(resolve(root, name)),
    sheetsApart,
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
