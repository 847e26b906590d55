import { formatCodeFrame } from './code-frame.ts'
import type { Diagnostic, RelatedPlace, Severity } from './diagnostic.ts'

/** Words that a terminal may colour; each gets text and returns text of the same visible width. */
export interface Paint {
  severity(text: string, severity: Severity): string
  place(text: string): string
  dim(text: string): string
}

export interface FormatOptions {
  /** Gives the text of a file for its code frame; `undefined` leaves the frame out. @default no frames */
  readonly readSource?: (file: string) => string | undefined
  /** Shortens the file names. @default unchanged */
  readonly formatPath?: (file: string) => string
  /** @default no colour */
  readonly paint?: Paint
}

const plain: Paint = { severity: (text) => text, place: (text) => text, dim: (text) => text }

/**
 * Writes one problem for a person: place and code, message, code frame, hint, related places.
 * The text has no line break at its end.
 */
export function formatDiagnostic(diagnostic: Diagnostic, options: FormatOptions = {}): string {
  const { paint = plain } = options
  const head = [formatPlace(diagnostic, options), paint.severity(formatCode(diagnostic), diagnostic.severity)]
  const lines = [head.filter((part) => part !== '').join('  '), indent(diagnostic.message)]
  const frame = frameOf(diagnostic, options)
  if (frame !== undefined) lines.push('', indent(paint.dim(frame)))
  if (diagnostic.hint !== undefined) lines.push(indent(`hint: ${diagnostic.hint}`))
  for (const related of diagnostic.related ?? []) lines.push(indent(formatRelated(related, options)))
  return lines.join('\n')
}

/** Writes several problems, with an empty line between them. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions = {}): string {
  return diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, options)).join('\n\n')
}

function formatCode({ code, severity }: Diagnostic): string {
  return severity === 'error' ? code : `${code} (${severity})`
}

function formatPlace({ file, span }: Pick<Diagnostic, 'file' | 'span'>, options: FormatOptions): string {
  if (file === undefined) return ''
  const { formatPath = (name: string) => name, paint = plain } = options
  const position = span === undefined ? '' : `:${span.start.line}:${span.start.column}`
  return paint.place(`${formatPath(file)}${position}`)
}

function frameOf({ file, span }: Diagnostic, { readSource }: FormatOptions): string | undefined {
  if (file === undefined || span === undefined) return undefined
  const source = readSource?.(file)
  return source === undefined ? undefined : formatCodeFrame(source, span)
}

function formatRelated(related: RelatedPlace, options: FormatOptions): string {
  const place = formatPlace(related, options)
  return place === '' ? `see: ${related.message}` : `see: ${place}  ${related.message}`
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}
