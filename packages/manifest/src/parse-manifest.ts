import { createLineIndex, hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic, Place, Span } from '@plugwright/diagnostics'
import { parseDocument } from 'yaml'
import type { Document, YAMLError } from 'yaml'
import {
  controlCharacter,
  emptyManifest,
  multipleDocuments,
  tooDeep,
  tooLarge,
  tooManyProblems,
  wrongType,
  yamlSyntax,
} from './diagnostics.ts'
import { createLocate } from './document.ts'
import type { Locate, SourceText, ValuePath } from './document.ts'
import { LIMITS } from './limits.ts'
import type { ManifestSource } from './manifest.generated.ts'
import { findTooDeep } from './measure-depth.ts'
import { findControlCharacter, readDocument } from './read-document.ts'
import { schemaProblems } from './schema-problems.ts'
import type { LimitedProblems } from './schema-problems.ts'
import { validateManifestSource } from './validate.generated.ts'

/** What {@link parseManifest} gives. */
export interface ParsedManifest {
  /** The manifest as written; absent where any diagnostic is an error. */
  readonly source?: ManifestSource
  /** Name and version as far as they could be read, also where the rest could not. Unchecked. */
  readonly name?: string
  readonly version?: string
  /** The file, as given in the options. */
  readonly file?: string
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  /** The place of a value or of its key in the text. @default part: 'value' */
  readonly spanOf: (path: ValuePath, part?: 'key' | 'value') => Span | undefined
}

export interface ParseManifestOptions {
  /** Name of the file for diagnostics. */
  readonly file?: string
}

/**
 * Parses the text of a plugin.yaml and checks its shape against the schema. Pure, and never throws.
 *
 * Errors: MANIFEST_TOO_LARGE, MANIFEST_TOO_DEEP, MANIFEST_TOO_MANY_ALIASES, MANIFEST_CONTROL_CHARACTER,
 * MANIFEST_EMPTY, MANIFEST_YAML_SYNTAX, MANIFEST_MULTIPLE_DOCUMENTS, MANIFEST_DUPLICATE_KEY, MANIFEST_WRONG_TYPE,
 * MANIFEST_MISSING_FIELD, MANIFEST_INVALID_NAME, MANIFEST_INVALID_VERSION, MANIFEST_INVALID_PATH,
 * MANIFEST_INVALID_VALUE. Warning: MANIFEST_UNKNOWN_FIELD.
 */
export function parseManifest(text: string, options: ParseManifestOptions = {}): ParsedManifest {
  const { file } = options
  const inFile: Place = file === undefined ? {} : { file }
  const refused = checkText(text, inFile)
  if (refused !== undefined) return { ...inFile, diagnostics: [refused], spanOf: () => undefined }
  const document = parseYaml(text)
  if (document === undefined) return { ...inFile, diagnostics: [tooDeep(inFile)], spanOf: () => undefined }

  const lines = createLineIndex(text)
  const locate = createLocate(document, { text, lines, file })
  const { value, ...problems } = checkDocument(document, { text, lines, file }, locate)
  const parsed = {
    ...inFile,
    ...namesOf(value),
    diagnostics: inOrder(problems, inFile),
    spanOf: locate.span,
  }
  return hasErrors(problems.diagnostics) ? parsed : { ...parsed, source: value as ManifestSource }
}

/** What must hold before a parser sees the text. */
function checkText(text: string, inFile: Place): Diagnostic | undefined {
  const sizeInBytes = new TextEncoder().encode(text).byteLength
  if (sizeInBytes > LIMITS.manifestBytes) return tooLarge(sizeInBytes, LIMITS.manifestBytes, inFile)
  const control = findControlCharacter(text)
  const deep = control === undefined ? findTooDeep(text, LIMITS.depth) : undefined
  const offset = control ?? deep
  if (offset === undefined) return undefined
  const place = { ...inFile, span: createLineIndex(text).spanOf(offset, offset + 1) }
  return control === undefined ? tooDeep(place) : controlCharacter(text.charCodeAt(control), place)
}

/** `undefined`: nested so deeply, in a way that the check before did not see, that the parser's stack ended. */
function parseYaml(text: string): Document | undefined {
  try {
    // Duplicate keys are found by readDocument: the parser's own check is quadratic.
    return parseDocument(text, {
      prettyErrors: false,
      uniqueKeys: false,
      stringKeys: true,
      logLevel: 'error',
    })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function checkDocument(
  document: Document,
  source: SourceText,
  locate: Locate,
): LimitedProblems & { readonly value: unknown } {
  const { lines, file } = source
  const inFile: Place = file === undefined ? {} : { file }
  // A warning of the parser is a tag it does not know: what the author meant is lost.
  const syntax = [...document.errors, ...document.warnings]
  if (syntax.length > 0) return { value: undefined, ...syntaxProblems(syntax, source) }

  const { value, diagnostics } = readDocument(document, source)
  if (diagnostics.length > 0) return { value, ...limited(diagnostics) }
  if (value === null || value === undefined) return { value, ...limited([emptyManifest(inFile)]) }
  if (typeof value !== 'object' || Array.isArray(value)) {
    const found = { field: '', value, expected: ['object'], source: undefined }
    return { value, ...limited([wrongType(found, { ...inFile, span: lines.spanOf(0, 1) })]) }
  }
  return { value, ...checkShape(value, locate) }
}

function syntaxProblems(errors: readonly YAMLError[], { lines, file }: SourceText): LimitedProblems {
  const shown = errors.slice(0, LIMITS.problems).map((error) => {
    const span = lines.spanOf(error.pos[0], Math.max(error.pos[1], error.pos[0] + 1))
    const place = { ...(file !== undefined && { file }), span }
    return error.code === 'MULTIPLE_DOCS' ? multipleDocuments(place) : yamlSyntax(error.message, place)
  })
  return { diagnostics: shown, omitted: errors.length - shown.length }
}

function namesOf(value: unknown): { name?: string; version?: string } {
  if (typeof value !== 'object' || value === null) return {}
  const { name, version } = value as { name?: unknown; version?: unknown }
  return { ...(typeof name === 'string' && { name }), ...(typeof version === 'string' && { version }) }
}

function checkShape(value: unknown, locate: Locate): LimitedProblems {
  if (validateManifestSource(value)) return { diagnostics: [], omitted: 0 }
  return schemaProblems(validateManifestSource.errors ?? [], value, locate)
}

function limited(diagnostics: readonly Diagnostic[]): LimitedProblems {
  const shown = diagnostics.slice(0, LIMITS.problems)
  return { diagnostics: shown, omitted: diagnostics.length - shown.length }
}

/** By place in the text, and at the end how many more there are. */
function inOrder({ diagnostics, omitted }: LimitedProblems, inFile: Place): readonly Diagnostic[] {
  const sorted = diagnostics.toSorted((a, b) => (a.span?.start.offset ?? 0) - (b.span?.start.offset ?? 0))
  return omitted > 0 ? [...sorted, tooManyProblems(omitted, inFile)] : sorted
}
