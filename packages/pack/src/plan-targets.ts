import path from 'node:path'
import { type Diagnostic, hasErrors } from '@plugwright/diagnostics'
import { type Bundle, loadBundles } from './bundle.ts'
import { toBundleRequests, toContext } from './bundle-requests.ts'
import { checkPlan } from './check-plan.ts'
import { createFolderReader, type FolderReader } from './folder-reader.ts'
import type { PluginSource } from './load-plugin.ts'
import type { PackOptions } from './options.ts'
import { createOwnOutputRule } from './own-outputs.ts'
import type { ResolvedTarget } from './resolve-targets.ts'
import { createSecretCheck, type SecretCheck } from './secrets/secret-check.ts'
import { selectFiles } from './select-files.ts'
import type { Stopwatch } from './stopwatch.ts'
import type { CheckContext, PlanContext } from './target.ts'

/** A target with a plan that may be written, where there are no errors. */
export interface PlannedTarget extends ResolvedTarget {
  readonly context: CheckContext
}

/** What {@link planTargets} found; without a plan for any target where bundles have errors. */
export interface PlannedTargets {
  readonly planned: readonly PlannedTarget[]
  readonly diagnostics: readonly Diagnostic[]
  readonly bundleMs: number
  readonly planMs: number
}

/** Options of {@link planTargets}. */
export interface PlanTargetsOptions extends Pick<PackOptions, 'bundler' | 'signal'> {
  readonly targets: readonly ResolvedTarget[]
  /** Absolute. */
  readonly outputDir: string
  readonly stopwatch: Stopwatch
}

/** Gets the bundles of all targets, then plans and checks each target. Writes nothing but bundles. */
export async function planTargets(
  plugin: PluginSource,
  options: PlanTargetsOptions,
): Promise<PlannedTargets> {
  const { targets, bundler, signal, stopwatch } = options
  const { dir, manifest } = plugin
  const requests = await toBundleRequests(plugin, targets)
  const bundleContext = { dir, manifest, bundler, ...(signal && { signal }) }
  const { bundles, diagnostics: bundleDiagnostics } = await loadBundles(requests, bundleContext)
  const bundleMs = stopwatch.lap()
  const diagnostics = [...bundleDiagnostics]
  if (hasErrors(diagnostics)) return { planned: [], diagnostics, bundleMs, planMs: 0 }

  const planned: PlannedTarget[] = []
  const secrets = createSecretCheck({ ...plugin, signal })
  const reader = await createFolderReader(dir)
  for (const resolved of targets) {
    signal?.throwIfAborted()
    const { context, problems } = await planTarget(resolved, { bundles, plugin, options, secrets, reader })
    diagnostics.push(...problems)
    planned.push({ ...resolved, context })
  }
  diagnostics.push(...secrets.checkAllowed())
  return { planned, diagnostics, bundleMs, planMs: stopwatch.lap() }
}

async function planTarget(
  resolved: ResolvedTarget,
  on: {
    readonly bundles: ReadonlyMap<string, Bundle>
    readonly plugin: PluginSource
    readonly options: PlanTargetsOptions
    readonly secrets: SecretCheck
    readonly reader: FolderReader
  },
): Promise<{ context: CheckContext; problems: Diagnostic[] }> {
  const { target } = resolved
  const context = toContext(on.plugin, resolved)
  const { dir, manifest, manifestFile } = on.plugin
  const ids = new Set((await target.bundles(context)).map((request) => request.id))
  const bundles = new Map([...on.bundles].filter(([id]) => ids.has(id)))
  const isOwnOutput = createOwnOutputRule({
    dir,
    outputDir: on.options.outputDir,
    pluginName: manifest.name,
    fileNames: target.formats.map((format) => target.fileName(manifest, format)),
  })
  const bundledSources = new Set(
    [...bundles.values()].flatMap(({ build }) => build.inputs.map((input) => input.path)),
  )
  const planContext: PlanContext = {
    ...context,
    bundles,
    select: (defaults) =>
      selectFiles({ dir, reader: on.reader, manifest, manifestFile, defaults, isOwnOutput, bundledSources }),
  }
  const checkContext: CheckContext = { ...planContext, plan: await target.plan(planContext) }
  const { secrets } = on
  const problems = [
    ...(await checkPlan(checkContext.plan, { dir, secrets })),
    ...(await target.check(checkContext)),
  ]
  return { context: checkContext, problems }
}

/** Where packages go: `<plugin>/dist` unless the caller says otherwise. */
export function outputDirOf({ dir }: PluginSource, { outputDir }: Pick<PackOptions, 'outputDir'>): string {
  return outputDir === undefined ? path.join(dir, 'dist') : path.resolve(outputDir)
}
