import { PluginError } from '@plugwright/diagnostics'
import type { PackOptions } from '@plugwright/pack'
import { BUILD_RULES, findOptionProblems, PACK_RULES, PATH_RULE } from '@plugwright/pack/bundling'
import type { OptionRule } from '@plugwright/pack/bundling'
import type { PluginOption } from 'vite'
import { rollupOptionInvalid, rollupOptionUnknown } from './diagnostics.ts'

/** How the code is written, and with what. */
export interface OutputOptions {
  /**
   * `linked` writes source maps beside the files, and packs them.
   * @default 'none'
   */
  readonly sourcemap?: 'none' | 'linked'
  /** @default true */
  readonly minify?: boolean
  /**
   * Vite plugins for the frontend, behind those of the Vite configuration in the plugin folder.
   * @default []
   */
  readonly plugins?: readonly PluginOption[]
}

/** Options of `buildPlugin`: those of `@plugwright/esbuild`, and `plugins`. */
export interface BuildPluginOptions
  extends OutputOptions, Pick<PackOptions, 'targets' | 'formats' | 'outputDir' | 'signal'> {}

/** Options of the plugin. How the code is written is said by the options of the build that it is part of. */
export interface PlugwrightOptions extends Pick<PackOptions, 'targets' | 'formats' | 'outputDir'> {
  /**
   * The plugin folder, relative to Vite's `root` or the working directory.
   * @default that folder itself
   */
  readonly dir?: string
}

/** Throws `ROLLUP_OPTION_UNKNOWN` and `ROLLUP_OPTION_INVALID`. */
export function assertBuildPluginOptions(options: BuildPluginOptions): void {
  const plugins = { allowed: 'a list of Vite plugins', accepts: Array.isArray }
  assertOptions(options, { ...BUILD_RULES, plugins })
}

/** Throws `ROLLUP_OPTION_UNKNOWN` and `ROLLUP_OPTION_INVALID`. */
export function assertPlugwrightOptions(options: PlugwrightOptions): void {
  assertOptions(options, { ...PACK_RULES, dir: PATH_RULE })
}

/** Fills in the defaults. */
export function resolveOutputOptions(options: OutputOptions): Required<OutputOptions> {
  const { minify = true, sourcemap = 'none', plugins = [] } = options
  return { minify, sourcemap, plugins }
}

function assertOptions(options: object, rules: Readonly<Record<string, OptionRule>>): void {
  const problems = findOptionProblems(options, rules, {
    unknown: rollupOptionUnknown,
    invalid: rollupOptionInvalid,
  })
  if (problems.length > 0) throw new PluginError(problems)
}
