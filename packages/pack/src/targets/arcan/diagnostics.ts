import { createLineIndex, type Diagnostic, nearestName, type Span } from '@plugwright/diagnostics'
import type { FileDifference } from '@plugwright/archive'
import type { TemplateReference } from './template-references.ts'

/** A text with its name, for the places of problems. */
export interface NamedSource {
  /** Absolute. */
  readonly file: string
  readonly text: string
}

/** A capability that Arcan does not have. */
export function unknownCapability(
  file: string,
  { name, index, known }: { name: string; index: number; known: readonly string[] },
): Diagnostic {
  const nearest = nearestName(name, known)
  return {
    code: 'ARCAN_CAPABILITY',
    severity: 'error',
    message: `Arcan has no capability "${name}".`,
    hint: nearest === undefined ? `it has ${known.join(', ')}.` : `did you mean "${nearest}"?`,
    file,
    path: ['targets', 'arcan', 'capabilities', index],
  }
}

/** An engine that is written in something else. */
export function engineKind(file: string, engine: string): Diagnostic {
  return {
    code: 'ARCAN_ENGINE_KIND',
    severity: 'error',
    message: `The engine ${engine} is none that Arcan can run: its name ends in none of .ts, .go, .py and .wasm.`,
    hint: 'name the one file that the engine is; TypeScript of several files is bundled to one.',
    file,
    path: ['targets', 'arcan', 'engine'],
  }
}

/** A `.wasm` that is none. */
export function engineNotWasm(file: string): Diagnostic {
  return {
    code: 'ARCAN_ENGINE_NOT_WASM',
    severity: 'error',
    message: 'The engine is not a WebAssembly module: it does not begin with the bytes 00 61 73 6d.',
    hint: 'compile it first, or name its source, which the registry compiles.',
    file,
  }
}

/** An engine whose bundle is more than one file. */
export function engineSeveralFiles(file: string, others: readonly string[]): Diagnostic {
  return {
    code: 'ARCAN_ENGINE_SEVERAL_FILES',
    severity: 'error',
    message: `The engine does not fit into one file: its bundle also has ${others.join(', ')}.`,
    hint: 'an engine can import code and JSON; what else it reads goes into `templates`.',
    file,
  }
}

/** A template that is named and not there. */
export function templateMissing(
  source: NamedSource,
  {
    reference,
    templates,
    reason,
  }: { reference: TemplateReference; templates: readonly string[]; reason: string },
): Diagnostic {
  const nearest = nearestName(reference.name, templates)
  return {
    code: 'ARCAN_TEMPLATE_MISSING',
    severity: 'error',
    message: `The engine names the template "templates/${reference.name}", and ${reason}.`,
    hint:
      nearest === undefined ? 'add the file, or correct the name.' : `did you mean "templates/${nearest}"?`,
    file: source.file,
    span: toSpan(source.text, reference),
  }
}

/** A string that is almost the name of a template. */
export function templateMisspelt(
  source: NamedSource,
  { reference, nearest }: { reference: TemplateReference; nearest: string },
): Diagnostic {
  return {
    code: 'ARCAN_TEMPLATE_MISSPELT',
    severity: 'warning',
    message: `The engine names "${reference.name}", and there is no such template.`,
    hint: `did you mean "${nearest}"?`,
    file: source.file,
    span: toSpan(source.text, reference),
  }
}

/** A template that nobody names. */
export function templateUnused(file: string, path: string): Diagnostic {
  return {
    code: 'ARCAN_TEMPLATE_UNUSED',
    severity: 'warning',
    message: `The engine never names the template ${path}.`,
    hint: 'remove it, or leave it out with a "!" pattern in `files`.',
    file,
  }
}

/** More keys than a package has room for. */
export function severalKeys(count: number): Diagnostic {
  return {
    code: 'ARCAN_SEVERAL_KEYS',
    severity: 'error',
    message: `An Arcan package has room for one signature, and ${count} keys were given.`,
    hint: "sign with one key; Arcan's registry signs again with its own.",
  }
}

/** A package without what makes it one. */
export function packageInvalid(file: string, reason: string): Diagnostic {
  return {
    code: 'ARCAN_PACKAGE_INVALID',
    severity: 'error',
    message: `This is not an Arcan package: ${reason}.`,
    hint: 'get it again from where it was published; an author packs it with `plugwright build --target arcan`.',
    file,
  }
}

/** A signature that no given key has made. */
export function badSignature(file: string, keyCount: number): Diagnostic {
  const keys = keyCount === 1 ? 'the key that was given' : `any of the ${keyCount} keys that were given`
  return {
    code: 'ARCAN_BAD_SIGNATURE',
    severity: 'error',
    message: `The signature of the package is not one of its manifest by ${keys}.`,
    hint: 'the package was changed, or signed by somebody else: an Arcan signature does not say by whom.',
    file,
  }
}

/** Files that are not those of the manifest. */
export function contentMismatch(file: string, differences: readonly FileDifference[]): Diagnostic {
  const list = differences.map(({ path, kind }) => `${path} (${kind})`).join(', ')
  return {
    code: 'ARCAN_CONTENT_MISMATCH',
    severity: 'error',
    message: `The files of the package are not those that its manifest lists: ${list}.`,
    hint: 'do not install it; get it again from where it was published.',
    file,
  }
}

function toSpan(text: string, { start, end }: TemplateReference): Span {
  return createLineIndex(text).spanOf(start, end)
}
