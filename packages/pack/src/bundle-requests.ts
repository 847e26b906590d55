import { type Diagnostic, hasErrors } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import type { BundleRequest } from './bundler.ts'
import { loadPlugin, type PluginSource } from './load-plugin.ts'
import type { PackOptions } from './options.ts'
import { type ResolvedTarget, resolveTargets } from './resolve-targets.ts'
import type { TargetContext } from './target.ts'

/** What has to be built before a plugin can be packed. */
export interface AskedBundles {
  /** Of all targets, each once; empty where `plugin` is absent. */
  readonly requests: readonly BundleRequest[]
  /** Absent where plugin.yaml or a target's block has errors. `dir` is absolute. */
  readonly plugin?: { readonly dir: string; readonly manifest: Manifest }
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Says what {@link packPlugin} would ask of a bundler, and neither builds nor packs.
 * Throws a `PluginError` for wrong use (`PACK_UNKNOWN_TARGET`, `PACK_TARGETS_EMPTY`, `PACK_UNKNOWN_FORMAT`).
 */
export async function readBundleRequests(
  options: Pick<PackOptions, 'dir' | 'targets' | 'formats'>,
): Promise<AskedBundles> {
  const { plugin, diagnostics } = await loadPlugin(options.dir)
  if (plugin === undefined) return { requests: [], diagnostics }
  const resolved = await resolveTargets(plugin, options)
  const all = [...diagnostics, ...resolved.diagnostics]
  if (hasErrors(all)) return { requests: [], diagnostics: all }
  const requests = await toBundleRequests(plugin, resolved.targets)
  return { requests, plugin, diagnostics: all }
}

/** The requests of several targets, each once. */
export async function toBundleRequests(
  plugin: PluginSource,
  targets: readonly ResolvedTarget[],
): Promise<BundleRequest[]> {
  const byId = new Map<string, BundleRequest>()
  for (const resolved of targets) {
    for (const request of await resolved.target.bundles(toContext(plugin, resolved))) {
      const known = byId.get(request.id)
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(request)) {
        throw new Error(`Two targets ask for different bundles under the id "${request.id}".`)
      }
      byId.set(request.id, request)
    }
  }
  return [...byId.values()]
}

/** What a target gets to know of a plugin. */
export function toContext(plugin: PluginSource, { options }: ResolvedTarget): TargetContext {
  return { ...plugin, options }
}
