import type { PackResult } from '@plugwright/pack'
import { packPlugin } from '@plugwright/pack'
import { createRollupBundler } from './bundler.ts'
import { assertBuildPluginOptions } from './options.ts'
import type { BuildPluginOptions } from './options.ts'

/**
 * Bundles a plugin for its targets with Vite and packs it. `dir` is its folder or its plugin.yaml; a Vite configuration
 * file in that folder applies. Problems of the plugin come back as `diagnostics`; with an error among them `ok` is
 * false, there are no packages, and earlier ones stay.
 *
 * Throws a `PluginError` for wrong use (`ROLLUP_OPTION_UNKNOWN`, `ROLLUP_OPTION_INVALID`, `PACK_UNKNOWN_TARGET`,
 * `PACK_UNKNOWN_FORMAT`), and the signal's reason on abort.
 */
export async function buildPlugin(dir: string, options: BuildPluginOptions = {}): Promise<PackResult> {
  assertBuildPluginOptions(options)
  const { targets, formats, outputDir, signal, ...output } = options
  return packPlugin({ dir, targets, formats, outputDir, signal, bundler: createRollupBundler(output) })
}
