import { relative } from 'node:path'
import type { Logger, Plugin, Rolldown } from 'vite'
import { BUILD_MANIFEST_FILE } from '../build-manifest/build-manifest.ts'
import type { BuildManifest } from '../build-manifest/build-manifest.ts'
import { createChunkGraph } from '../build-manifest/chunk-graph.ts'
import type { ChunkGraph } from '../build-manifest/chunk-graph.ts'
import { checkBudget } from '../build-manifest/check-budget.ts'
import { createBuildManifest } from '../build-manifest/create-build-manifest.ts'
import { createOwnerFinder } from '../build-manifest/find-owners.ts'
import { formatBuildManifest } from '../build-manifest/format-build-manifest.ts'
import type { InstalledPackage } from '../build-manifest/packages.ts'
import { findShared } from '../build-manifest/shared-by.ts'
import type { Context } from '../context.ts'
import { toDeployRecord, toRecordPath } from '../deploy-record.ts'
import type { DeployRecord } from '../deploy-record.ts'
import { createStoppingError, formatProblem } from '../format-problem.ts'
import { toSlashes } from '../merge/owners.ts'
import { fromResolvedId, pluginOfId, REGISTRY_ID, toResolvedId } from '../merge/virtual-ids.ts'
import type { Budget } from '../options.ts'
import type { PrivateDependencies } from '../private-dependencies.ts'
import { RUNTIME_PACKAGES } from '../shared-packages.ts'

/**
 * Writes what a client build made of each plugin: `.vite/plugwright.json` for tools, and the record that open tabs read after the
 * next deploy. One hook for both: a bundler makes an object of every file for each plugin that looks at the files.
 */
export function buildRecordsPlugin(context: Context, privates: PrivateDependencies): Plugin {
  /** The outputs that were written into a folder, by what tells them apart. */
  const outputs = new Map<string | undefined, string[]>()

  return {
    name: 'plugwright:build-records',
    apply: 'build',
    // The files are measured as they are written.
    enforce: 'post',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    generateBundle: {
      order: 'post',
      handler(output, bundle) {
        const { base, build } = this.environment.config
        const { budget } = context.options
        const graph = createChunkGraph(bundle)
        const record = createDeployRecord(graph, { context, privates })
        if (record !== undefined)
          this.emitFile({
            type: 'asset',
            fileName: toRecordPath(build.assetsDir),
            source: JSON.stringify(record),
          })

        const ownerOf = createOwnerFinder(context, privates)
        const manifest = createBuildManifest({
          base,
          bundle,
          graph,
          plugins: context.merge.plugins,
          packages: context.host.packages,
          ownerOf,
          shared: findShared({
            ids: this.getModuleIds(),
            shared: listShared(context),
            importersOf: (id) => this.getModuleInfo(id)?.importers ?? [],
            ownerOf,
          }),
          globalSheets: build.cssCodeSplit ? [] : listSheets(bundle),
          nameEntry: (id) => toSlashes(relative(context.root, id)),
          gzip: budget !== undefined,
        })
        if (budget !== undefined) assertBudget(manifest, { budget, context, logger: this.environment.logger })
        const source = formatBuildManifest(manifest)
        this.emitFile({ type: 'asset', fileName: nameManifest(output, outputs), source })
      },
    },
  }
}

/** `undefined` where no script of the build has the registry. */
function createDeployRecord(
  graph: ChunkGraph,
  { context, privates }: { readonly context: Context; readonly privates: PrivateDependencies },
): DeployRecord | undefined {
  if (graph.chunkOf(toResolvedId(REGISTRY_ID)) === undefined) return undefined
  const versions = new Map(context.merge.plugins.map(({ name, manifest }) => [name, manifest.version]))
  return toDeployRecord([...graph.chunks.values()], {
    levelOf: (id) => pluginOfId(fromResolvedId(id)),
    pluginOf: (id) => privates.pluginOf(id),
    versionOf: (plugin) => versions.get(plugin) ?? '',
  })
}

/** The first output of a folder has the plain name, and others a number: `@vitejs/plugin-legacy` writes two into one. */
function nameManifest(
  { dir, format, entryFileNames, chunkFileNames }: Rolldown.NormalizedOutputOptions,
  outputs: Map<string | undefined, string[]>,
): string {
  const known = outputs.get(dir) ?? []
  const key = [format, entryFileNames, chunkFileNames].map(String).join('\n')
  // A build that watches writes each of them again and again.
  if (!known.includes(key)) outputs.set(dir, [...known, key])
  const index = known.includes(key) ? known.indexOf(key) : known.length
  return index === 0 ? BUILD_MANIFEST_FILE : BUILD_MANIFEST_FILE.replace('.json', `-${index + 1}.json`)
}

/** Tells what exceeds its budget; throws where that fails the build, of which nothing is written by now. */
function assertBudget(
  manifest: BuildManifest,
  {
    budget,
    context,
    logger,
  }: { readonly budget: Budget; readonly context: Context; readonly logger: Logger },
): void {
  const manifestFileOf = (name: string): string | undefined =>
    context.merge.plugins.find((plugin) => plugin.name === name)?.manifestFile
  const problems = checkBudget(manifest, { budget, manifestFileOf })
  if (problems.some(({ severity }) => severity === 'error')) {
    const headline = 'The build is larger than the option budget allows.'
    throw createStoppingError(problems, { headline, root: context.root })
  }
  for (const problem of problems) logger.warn(`${formatProblem(problem, context.root)}\n`)
}

function listShared({ host, shared }: Context): readonly InstalledPackage[] {
  return [...RUNTIME_PACKAGES, ...shared].flatMap((name) => {
    const dir = host.packages.find(name, host.root)
    const manifest = dir === undefined ? undefined : host.packages.read(dir)
    return dir === undefined || manifest === undefined
      ? []
      : [{ dir: toSlashes(dir), manifest: { ...manifest, name } }]
  })
}

/** Vite names this file as the origin of the one stylesheet. */
function listSheets(bundle: Rolldown.OutputBundle): readonly string[] {
  return Object.values(bundle).flatMap((file) =>
    file.type === 'asset' && file.fileName.endsWith('.css') && file.originalFileNames.includes('style.css')
      ? [file.fileName]
      : [],
  )
}
