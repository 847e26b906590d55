import { type Diagnostic, nearestName, type Place } from '@plugwright/diagnostics'

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

/** Any other refusal by the bundler, in its words. */
export function bundleFailed(reason: string, place: Place): Diagnostic {
  return { code: 'BUNDLE_FAILED', severity: 'error', message: sentence(reason), ...place }
}

/** A warning of the bundler, in its words. */
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
  const nearest = names.flatMap((name) => nearestName(name, found) ?? [])[0]
  const listed = found.length === 0 ? 'it exports nothing' : `it exports ${found.join(', ')}`
  return {
    code: 'BUNDLE_EXPORT_MISSING',
    severity: 'error',
    message: `The module ${missing}, so nothing could be loaded from it.`,
    hint: nearest === undefined ? `${listed}.` : `${listed}; did you mean "${nearest}"?`,
    file,
  }
}

/** A target asks for something that this bundler does not make. */
export function bundleUnsupported(id: string, what: string): Diagnostic {
  return {
    code: 'BUNDLE_UNSUPPORTED',
    severity: 'error',
    message: `The bundle request "${id}" asks for ${what}, which no bundler makes.`,
    hint: 'ask for css: "file" in the target, or for a bundle of its own for each entry point.',
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

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
