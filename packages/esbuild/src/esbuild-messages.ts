import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createLineIndex } from '@plugwright/diagnostics'
import type { Diagnostic, Place, Span } from '@plugwright/diagnostics'
import {
  bundleFailed,
  bundleFileType,
  bundleSyntax,
  bundleUnresolved,
  bundleWarning,
  toSlashes,
  unresolvedHint,
} from '@plugwright/pack/bundling'
import type { BuildFailure, Location, Message, PartialMessage } from 'esbuild'
import { frontendNeedsVite, relatedPlace } from './diagnostics.ts'
import { toSourceFile } from './source-path.ts'

export interface MessageContext {
  /** The folder that esbuild's file names are relative to. */
  readonly workingDir: string
  readonly isFrontend: boolean
}

/** Turns an error of esbuild into a problem with a code. One that our own plugins raised comes back as it was. */
export function errorToDiagnostic(message: Message, context: MessageContext): Diagnostic {
  const place = toPlace(message, context)
  if (isDiagnostic(message.detail)) return withPlace(message.detail, place)
  const unresolved = /^Could not resolve "(.+)"/.exec(message.text)?.[1]
  if (unresolved !== undefined) return toUnresolved(unresolved, place, context)
  const [, extension, file = ''] = /^No loader is configured for "(.*)" files: (.*)$/.exec(message.text) ?? []
  if (extension !== undefined) {
    const where = place.file === undefined ? { file: toFile(file, context) } : place
    if (!context.isFrontend) return bundleFileType(extension, where)
    return frontendNeedsVite(`The file type "${extension === '' ? path.basename(file) : extension}"`, where)
  }
  if (SYNTAX.test(message.text)) return bundleSyntax(message.text, place)
  return bundleFailed(message.text, place)
}

/** Turns a warning of esbuild into a problem. */
export function warningToDiagnostic(message: Message, context: MessageContext): Diagnostic {
  const place = toPlace(message, context)
  return isDiagnostic(message.detail) ? withPlace(message.detail, place) : bundleWarning(message.text, place)
}

/** Turns a problem into a message that esbuild shows and keeps: it comes back through {@link errorToDiagnostic}. */
export function toMessage(diagnostic: Diagnostic): PartialMessage {
  const { code, message, hint, related = [] } = diagnostic
  return {
    text: `${code}: ${message}`,
    location: toLocation(diagnostic),
    notes: [
      ...(hint === undefined ? [] : [{ text: `hint: ${hint}` }]),
      ...related.map((place) => ({ text: place.message, location: toLocation(place) })),
    ],
    detail: diagnostic,
  }
}

/** Tells whether a thrown value is esbuild's report of a failed build. */
export function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors) && 'warnings' in error
}

/** esbuild gives its parser's errors no ids; these are how their texts begin. */
const SYNTAX =
  /^(?:Expected|Unexpected|Unterminated|Syntax error|The character|Invalid (?:assignment|character|escape|number))/

function isDiagnostic(detail: unknown): detail is Diagnostic {
  return typeof detail === 'object' && detail !== null && 'code' in detail && 'severity' in detail
}

/** A plugin does not know where the import is that it refuses; esbuild does. */
function withPlace(diagnostic: Diagnostic, { file, span }: Place): Diagnostic {
  if (diagnostic.file !== undefined || file === undefined) return diagnostic
  return { ...diagnostic, file, ...(span === undefined ? {} : { span }) }
}

function toUnresolved(specifier: string, place: Place, context: MessageContext): Diagnostic {
  const instead = context.isFrontend ? viteOnlySpecifier(specifier) : undefined
  if (instead !== undefined) return frontendNeedsVite(`The import "${specifier}"`, { ...place, instead })
  return bundleUnresolved(specifier, {
    ...place,
    hint: unresolvedHint(specifier, { ...place, ...context, realDir: context.workingDir }),
  })
}

/** What to write instead of an import that only a Vite configuration gives a meaning. */
function viteOnlySpecifier(specifier: string): string | undefined {
  if (specifier.startsWith('virtual:')) return 'virtual modules come from Vite plugins'
  if (/^[@~]\/|^~/.test(specifier)) return "a host's aliases are not known here: use a relative path"
  if (specifier.startsWith('/')) return "a path from / means the host's public folder: use a relative path"
  return undefined
}

function toPlace(message: Message, context: MessageContext): Place {
  const related = message.notes
    .filter((note) => note.location !== null)
    .map((note) => relatedPlace(note.text, locationToPlace(note.location, context)))
  return { ...locationToPlace(message.location, context), ...(related.length === 0 ? {} : { related }) }
}

function locationToPlace(location: Location | null, context: MessageContext): Place {
  if (location === null) return {}
  const file = toFile(location.file, context)
  const span = toSpan(file, location)
  return { file, ...(span === undefined ? {} : { span }) }
}

function toFile(name: string, { workingDir }: MessageContext): string {
  return toSlashes(toSourceFile(name, workingDir))
}

/** esbuild counts columns and lengths in bytes of UTF-8, a span in UTF-16 code units. */
function toSpan(file: string, { line, column, length, lineText }: Location): Span | undefined {
  if (!existsSync(file)) return undefined
  const text = readFileSync(file, 'utf8')
  const lineStart = text.split('\n', line - 1).reduce((sum, previous) => sum + previous.length + 1, 0)
  const bytes = Buffer.from(lineText)
  const start = lineStart + bytes.subarray(0, column).toString().length
  const width = bytes.subarray(column, column + length).toString().length
  return createLineIndex(text).spanOf(start, start + Math.max(1, width))
}

function toLocation({ file, span }: Pick<Place, 'file' | 'span'>): Partial<Location> | null {
  if (file === undefined) return null
  const shown = toSlashes(path.relative(process.cwd(), file))
  if (span === undefined || !existsSync(file)) return { file: shown }
  const text = readFileSync(file, 'utf8')
  const { start, end } = span
  const lineText = text.split(/\r\n|\n|\r/)[start.line - 1] ?? ''
  const endColumn = end.line === start.line ? end.column : lineText.length + 1
  return {
    file: shown,
    line: start.line,
    column: Buffer.byteLength(lineText.slice(0, start.column - 1)),
    length: Buffer.byteLength(lineText.slice(start.column - 1, endColumn - 1)),
    lineText,
  }
}
