import type { Diagnostic, Place, RelatedPlace } from '@plugwright/diagnostics'

/** What a page may be written in, as every hint puts it. */
const PORTABLE =
  'packages take TypeScript, JSX, JSON, CSS, CSS modules, asset imports, ?url, ?raw, new URL(…, import.meta.url) and import.meta.env.DEV, PROD and MODE'

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

/** The source does not parse. */
export function bundleSyntax(reason: string, place: Place): Diagnostic {
  return {
    code: 'BUNDLE_SYNTAX',
    severity: 'error',
    message: `The file does not parse: ${reason}.`,
    ...place,
  }
}

/** An import leads nowhere. */
export function bundleUnresolved(
  specifier: string,
  place: Place & { readonly hint: string | undefined },
): Diagnostic {
  const { hint, ...where } = place
  return {
    code: 'BUNDLE_UNRESOLVED',
    severity: 'error',
    message: `The import "${specifier}" cannot be resolved.`,
    ...(hint === undefined ? {} : { hint }),
    ...where,
  }
}

/** Any other refusal by esbuild, in its words. */
export function bundleFailed(reason: string, place: Place): Diagnostic {
  return { code: 'BUNDLE_FAILED', severity: 'error', message: sentence(reason), ...place }
}

/** A warning of esbuild, in its words. */
export function bundleWarning(reason: string, place: Place): Diagnostic {
  return { code: 'BUNDLE_WARNING', severity: 'warning', message: sentence(reason), ...place }
}

/** A server module needs a file type that cannot be bundled. */
export function bundleFileType(extension: string, place: Place): Diagnostic {
  return {
    code: 'BUNDLE_FILE_TYPE',
    severity: 'error',
    message: `A router cannot import files of the type "${extension}".`,
    hint:
      extension === '.node'
        ? 'native addons depend on the machine; use a package without one, or a WebAssembly build of it.'
        : 'read it at run time through new URL(…, import.meta.url), or import TypeScript, JavaScript, JSON or text.',
    ...place,
  }
}

/** A server module wants the URL of a source, which would be copied as it is. */
export function bundleSourceUrl(specifier: string, place: Place): Diagnostic {
  return {
    code: 'BUNDLE_SOURCE_URL',
    severity: 'error',
    message: `A router asks for the URL of "${specifier}", which has to be compiled first.`,
    hint: 'point to a JavaScript file that needs no compiling, or import the module.',
    ...place,
  }
}

/** A page, block or router does not export what is loaded from it. `names`: any of them would do. */
export function bundleExportMissing(
  file: string,
  { names, found }: { readonly names: readonly string[]; readonly found: readonly string[] },
): Diagnostic {
  const quoted = names.map((name) => `"${name}"`)
  const missing =
    quoted.length === 1 ? `does not export ${quoted[0]}` : `exports neither ${quoted.join(' nor ')}`
  return {
    code: 'BUNDLE_EXPORT_MISSING',
    severity: 'error',
    message: `The module ${missing}, so nothing could be loaded from it.`,
    hint: found.length === 0 ? 'it exports nothing.' : `it exports ${found.join(', ')}.`,
    file,
  }
}

/** A target asks for something that this bundler does not make. */
export function bundleUnsupported(id: string, what: string): Diagnostic {
  return {
    code: 'BUNDLE_UNSUPPORTED',
    severity: 'error',
    message: `The bundle request "${id}" asks for ${what}, which @plugwright/esbuild does not make.`,
    hint: 'ask for css: "file" in the target.',
  }
}

/** A package that the host shares was bundled: the page would run with a second copy of it. */
export function sharedBundled(
  name: string,
  chain: readonly string[],
  place: { readonly file?: string },
): Diagnostic {
  return {
    code: 'SHARED_BUNDLED',
    severity: 'error',
    message: `The shared package "${name}" would be bundled a second time: ${chain.join(' → ')}.`,
    hint: `import it by its name, "${name}", so that the copy of the host is used.`,
    ...place,
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

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
