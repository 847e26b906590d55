import type { Diagnostic } from '@plugwright/diagnostics'

/** An option that this package does not have. */
export function rollupOptionUnknown(name: string, nearest: string | undefined): Diagnostic {
  return {
    code: 'ROLLUP_OPTION_UNKNOWN',
    severity: 'error',
    message: `The option "${name}" does not exist.`,
    ...(nearest === undefined ? {} : { hint: `did you mean "${nearest}"?` }),
  }
}

/** An option with a value that cannot be used. `allowed` is a phrase: `"none" or "linked"`. */
export function rollupOptionInvalid(name: string, value: unknown, allowed: string): Diagnostic {
  return {
    code: 'ROLLUP_OPTION_INVALID',
    severity: 'error',
    message: `The option "${name}" is ${show(value)}, and must be ${allowed}.`,
  }
}

/** An option of an existing build contradicts what a package needs. */
export function rollupOptionConflict(name: string, value: unknown, needed: string): Diagnostic {
  return {
    code: 'ROLLUP_OPTION_CONFLICT',
    severity: 'error',
    message: `The build's option "${name}" is ${show(value)}, and a plugin's package needs ${needed}.`,
    hint: `remove "${name}" from the build, or make a build of its own for the package.`,
  }
}

/**
 * The manifest asks for another frontend than the running build was started with. `modules` are the entry points
 * added and removed; none where only shared packages changed.
 */
export function rollupRestartNeeded(modules: readonly string[]): Diagnostic {
  return {
    code: 'ROLLUP_RESTART_NEEDED',
    severity: 'error',
    message: `Pages, blocks or shared packages changed since the build was started${modules.length === 0 ? '' : `: ${modules.join(', ')}`}.`,
    hint: 'entry points are fixed at the start; start the build again.',
  }
}

/** Two targets want different frontend bundles, and a build makes one. */
export function rollupSeveralFrontends(ids: readonly string[]): Diagnostic {
  return {
    code: 'ROLLUP_SEVERAL_FRONTENDS',
    severity: 'error',
    message: `The targets ask for ${ids.length} different frontend bundles (${ids.join(', ')}), and one build makes one.`,
    hint: 'use the option "targets" to name one, and one build for each; or use buildPlugin().',
  }
}

function show(value: unknown): string {
  return typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? String(value))
}
