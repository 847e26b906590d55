import { PluginError } from '@plugwright/diagnostics'
import type { PackOptions } from '@plugwright/pack'
import { BUILD_RULES, findOptionProblems, PACK_RULES, PATH_RULE } from '@plugwright/pack/bundling'
import type { OptionRule } from '@plugwright/pack/bundling'
import { esbuildOptionInvalid, esbuildOptionUnknown } from './diagnostics.ts'

/** How the code is written. */
export interface OutputOptions {
  /**
   * `linked` writes source maps beside the files, and packs them.
   * @default 'none'
   */
  readonly sourcemap?: 'none' | 'linked'
  /**
   * Only minified output is the same wherever the plugin's folder is: otherwise esbuild names the sources in
   * comments.
   * @default true
   */
  readonly minify?: boolean
}

/** Options of `buildPlugin`. */
export interface BuildPluginOptions
  extends OutputOptions, Pick<PackOptions, 'targets' | 'formats' | 'outputDir' | 'signal'> {}

/** Options of the esbuild plugin. How the code is written is said by the options of the build that it is part of. */
export interface PlugwrightOptions extends Pick<PackOptions, 'targets' | 'formats' | 'outputDir'> {
  /**
   * The plugin folder, relative to the build's `absWorkingDir`.
   * @default that folder itself
   */
  readonly dir?: string
}

/** Throws `ESBUILD_OPTION_UNKNOWN` and `ESBUILD_OPTION_INVALID`. */
export function assertBuildPluginOptions(options: BuildPluginOptions): void {
  assertOptions(options, BUILD_RULES)
}

/** Throws `ESBUILD_OPTION_UNKNOWN` and `ESBUILD_OPTION_INVALID`. */
export function assertPlugwrightOptions(options: PlugwrightOptions): void {
  assertOptions(options, { ...PACK_RULES, dir: PATH_RULE })
}

/** Fills in the defaults. */
export function resolveOutputOptions(options: OutputOptions): Required<OutputOptions> {
  return { minify: options.minify ?? true, sourcemap: options.sourcemap ?? 'none' }
}

function assertOptions(options: object, rules: Readonly<Record<string, OptionRule>>): void {
  const problems = findOptionProblems(options, rules, {
    unknown: esbuildOptionUnknown,
    invalid: esbuildOptionInvalid,
  })
  if (problems.length > 0) throw new PluginError(problems)
}
