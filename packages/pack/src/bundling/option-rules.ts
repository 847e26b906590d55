import { type Diagnostic, nearestName } from '@plugwright/diagnostics'

/** What an option may be. */
export interface OptionRule {
  /** A phrase: `"none" or "linked"`. */
  readonly allowed: string
  accepts(value: unknown): boolean
}

/** What stands against an option; the codes are the caller's. */
export interface OptionProblems {
  unknown(name: string, nearest: string | undefined): Diagnostic
  invalid(name: string, value: unknown, allowed: string): Diagnostic
}

/** A path. */
export const PATH_RULE: OptionRule = { allowed: 'a path', accepts: (value) => typeof value === 'string' }

/** The options that each bundler hands on to `packPlugin`. */
export const PACK_RULES: Readonly<Record<string, OptionRule>> = {
  targets: { allowed: 'a list of targets', accepts: Array.isArray },
  formats: { allowed: 'a list of formats', accepts: Array.isArray },
  outputDir: PATH_RULE,
}

/** The options of each `buildPlugin`. */
export const BUILD_RULES: Readonly<Record<string, OptionRule>> = {
  ...PACK_RULES,
  minify: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
  sourcemap: { allowed: '"none" or "linked"', accepts: (value) => value === 'none' || value === 'linked' },
  signal: { allowed: 'an AbortSignal', accepts: (value) => value instanceof AbortSignal },
}

/** Compares options with what they may be; an option that is `undefined` is not given. */
export function findOptionProblems(
  options: object,
  rules: Readonly<Record<string, OptionRule>>,
  problems: OptionProblems,
): Diagnostic[] {
  return Object.entries(options).flatMap(([name, value]) => {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    if (rule === undefined) return [problems.unknown(name, nearestName(name, Object.keys(rules)))]
    return value === undefined || rule.accepts(value) ? [] : [problems.invalid(name, value, rule.allowed)]
  })
}
