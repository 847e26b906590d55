import { posix, resolve } from 'node:path'
import { formatDiagnostic } from '@plugwright/diagnostics'
import type { Plugin, ResolveModulePreloadDependenciesFn, Rolldown } from 'vite'
import { createFileNames, createGroups, levelFilePattern } from '../chunks.ts'
import type { ChunkRules, FileNames } from '../chunks.ts'
import type { Context } from '../context.ts'
import { chunksLeftAlone } from '../diagnostics.ts'
import { toSlashes } from '../merge/owners.ts'
import { fromResolvedId, isGroupId, pluginOfId } from '../merge/virtual-ids.ts'
import type { PrivateDependencies } from '../private-dependencies.ts'
import { RUNTIME_PACKAGES } from '../shared-packages.ts'

/** Keeps the files of a build stable: what changes with one page is that page and the little that names it. */
export function chunksPlugin(context: Context, privates: PrivateDependencies): Plugin {
  /** Vite asks where a stylesheet will be when it writes relative addresses into it, and knows the names of its config only. */
  let namesForVite: FileNames['assetFileNames'] | undefined
  let nameAsset: FileNames['assetFileNames'] | undefined
  const rules: ChunkRules = {
    pluginOf: (id) => privates.pluginOf(id),
    listSharedFolders: () => listSharedFolders(context),
    levelOf: (id) => pluginOfId(fromResolvedId(id)),
    isLevels: (id) => isGroupId(fromResolvedId(id)) || pluginOfId(fromResolvedId(id)) !== undefined,
  }

  return {
    name: 'plugwright:chunks',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    config({ base, build, experimental }) {
      const { modulePreload, rolldownOptions, assetsDir = 'assets' } = build ?? {}
      const given = typeof modulePreload === 'object' ? modulePreload.resolveDependencies : undefined
      const output = rolldownOptions?.output
      const isNamed = Array.isArray(output) || output?.assetFileNames !== undefined
      if (!isNamed && hasRelativeSheets({ base, renderBuiltUrl: experimental?.renderBuiltUrl }))
        namesForVite = (asset) => nameAsset?.(asset) ?? posix.join(assetsDir, '[name]-[hash][extname]')
      return {
        build: {
          ...(modulePreload !== false && { modulePreload: { resolveDependencies: omitLoaded(given) } }),
          ...(namesForVite !== undefined && {
            rolldownOptions: { output: { assetFileNames: namesForVite } },
          }),
        },
      }
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
      const isTold = namesForVite !== undefined && options.assetFileNames === namesForVite
      const names = nameFiles(options, {
        rules,
        assetsDir: build.assetsDir,
        root: context.root,
        isTold,
        sheetsApart: !isTold && hasRelativeSheets({ base, renderBuiltUrl: experimental.renderBuiltUrl }),
      })
      if (isTold) nameAsset = names.assetFileNames
      const { advancedChunks: _, ...others } = options
      return {
        ...others,
        codeSplitting: { ...own, groups: [...(own.groups ?? []), ...groups] },
        ...names,
      }
    },
  }
}

/** Whether Vite may write addresses into a stylesheet that are relative to it. */
function hasRelativeSheets({
  base,
  renderBuiltUrl,
}: {
  readonly base: string | undefined
  readonly renderBuiltUrl: unknown
}): boolean {
  return base === './' || base === '' || renderBuiltUrl !== undefined
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
    isTold,
    sheetsApart,
  }: {
    readonly rules: ChunkRules
    readonly assetsDir: string
    readonly root: string
    /** Whether the names of assets are those that Vite was told. */
    readonly isTold: boolean
    readonly sheetsApart: boolean
  },
): Partial<FileNames> {
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
    ...((isTold || assetFileNames === fallback.asset) && { assetFileNames: names.assetFileNames }),
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
