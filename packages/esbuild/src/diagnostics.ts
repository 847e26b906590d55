import type { Diagnostic, Place, RelatedPlace } from '@plugwright/diagnostics'

/** What a page may be written in, as every hint puts it. */
const PORTABLE =
  'packages take TypeScript, JSX, JSON, CSS, CSS modules, asset imports, ?url, ?raw, new URL(…, import.meta.url) and import.meta.env.DEV, PROD and MODE; @plugwright/rollup takes all of Vite'

/** A construct that only Vite's own pipeline understands. `what` begins a sentence: `The file type .vue`. */
export function frontendNeedsVite(what: string, place: Place & { readonly instead?: string }): Diagnostic {
  const { instead, ...where } = place
  return {
    code: 'FRONTEND_NEEDS_VITE',
    severity: 'error',
    message: `${what} works where Vite merges the plugin, but not in a package made by esbuild.`,
    hint: instead === undefined ? `${PORTABLE}.` : `${instead}; ${PORTABLE}.`,
    ...where,
  }
}

/** An option that this package does not have. */
export function esbuildOptionUnknown(name: string, nearest: string | undefined): Diagnostic {
  return {
    code: 'ESBUILD_OPTION_UNKNOWN',
    severity: 'error',
    message: `The option "${name}" does not exist.`,
    ...(nearest === undefined ? {} : { hint: `did you mean "${nearest}"?` }),
  }
}

/** An option with a value that cannot be used. `allowed` is a phrase: `"none" or "linked"`. */
export function esbuildOptionInvalid(name: string, value: unknown, allowed: string): Diagnostic {
  return {
    code: 'ESBUILD_OPTION_INVALID',
    severity: 'error',
    message: `The option "${name}" is ${show(value)}, and must be ${allowed}.`,
  }
}

/** An option of an existing esbuild build contradicts what a package needs. */
export function esbuildOptionConflict(name: string, value: unknown, needed: string): Diagnostic {
  return {
    code: 'ESBUILD_OPTION_CONFLICT',
    severity: 'error',
    message: `The esbuild option "${name}" is ${show(value)}, and a plugin's package needs ${needed}.`,
    hint: `remove "${name}" from the build, or make a build of its own for the package.`,
  }
}

/**
 * The manifest asks for another frontend than the running esbuild build was started with. `modules` are the entry
 * points added and removed; none where only shared packages changed.
 */
export function esbuildRestartNeeded(modules: readonly string[]): Diagnostic {
  return {
    code: 'ESBUILD_RESTART_NEEDED',
    severity: 'error',
    message: `Pages, blocks or shared packages changed since the build was started${modules.length === 0 ? '' : `: ${modules.join(', ')}`}.`,
    hint: 'esbuild fixes its entry points at the start; start the build again.',
  }
}

/** Two targets want different frontend bundles, and an esbuild build makes one. */
export function esbuildSeveralFrontends(ids: readonly string[]): Diagnostic {
  return {
    code: 'ESBUILD_SEVERAL_FRONTENDS',
    severity: 'error',
    message: `The targets ask for ${ids.length} different frontend bundles (${ids.join(', ')}), and one esbuild build makes one.`,
    hint: 'use the option "targets" to name one, and one build for each.',
  }
}

/** A second place of a problem, in esbuild's words. */
export function relatedPlace(message: string, place: Place): RelatedPlace {
  return {
    message,
    ...(place.file === undefined ? {} : { file: place.file }),
    ...(place.span === undefined ? {} : { span: place.span }),
  }
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}
