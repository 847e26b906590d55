import { nearestName, PluginError } from '@plugwright/diagnostics'
import type { PackOptions } from '@plugwright/pack'
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
  assertOptions(options, {
    ...PACK_RULES,
    minify: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
    sourcemap: { allowed: '"none" or "linked"', accepts: (value) => value === 'none' || value === 'linked' },
    signal: { allowed: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal },
  })
}

/** Throws `ESBUILD_OPTION_UNKNOWN` and `ESBUILD_OPTION_INVALID`. */
export function assertPlugwrightOptions(options: PlugwrightOptions): void {
  assertOptions(options, { ...PACK_RULES, dir: PATH })
}

/** Fills in the defaults. */
export function resolveOutputOptions(options: OutputOptions): Required<OutputOptions> {
  return { minify: options.minify ?? true, sourcemap: options.sourcemap ?? 'none' }
}

interface OptionRule {
  /** A phrase: `"none" or "linked"`. */
  readonly allowed: string
  accepts(value: unknown): boolean
}

const PATH: OptionRule = { allowed: 'a path', accepts: (value) => typeof value === 'string' }
const PACK_RULES: Readonly<Record<string, OptionRule>> = {
  targets: { allowed: 'a list of targets', accepts: Array.isArray },
  formats: { allowed: 'a list of formats', accepts: Array.isArray },
  outputDir: PATH,
}

function assertOptions(options: object, rules: Readonly<Record<string, OptionRule>>): void {
  const problems = Object.entries(options).flatMap(([name, value]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) return [esbuildOptionUnknown(name, nearestName(name, Object.keys(rules)))]
    return value === undefined || rule.accepts(value) ? [] : [esbuildOptionInvalid(name, value, rule.allowed)]
  })
  if (problems.length > 0) throw new PluginError(problems)
}
