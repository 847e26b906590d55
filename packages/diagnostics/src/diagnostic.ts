/** How much a problem matters. Only an `error` makes a plugin, a package or a command fail. */
export type Severity = 'error' | 'warning' | 'info'

/** A point in a text. */
export interface Position {
  /** 0-based offset in UTF-16 code units. */
  readonly offset: number
  /** 1-based line. */
  readonly line: number
  /** 1-based column in UTF-16 code units. */
  readonly column: number
}

/** A range in a text; `end` is exclusive. */
export interface Span {
  readonly start: Position
  readonly end: Position
}

/** A second place that belongs to a problem: the other side of a conflict, for example. */
export interface RelatedPlace {
  readonly message: string
  readonly file?: string
  readonly span?: Span
}

/** Where a problem was found. */
export interface Place {
  /** The file, as the caller named it: absolute, or relative to the working directory. `/` separators. */
  readonly file?: string
  readonly span?: Span
  /** The keys that lead to the value in a document: `['nav', 0, 'path']`. */
  readonly path?: readonly (string | number)[]
  readonly related?: readonly RelatedPlace[]
}

/** A problem as plain, JSON-safe data. */
export interface Diagnostic extends Place {
  /** `AREA_PROBLEM`; permanent, never reused, with a heading in `docs/errors.md`. */
  readonly code: string
  readonly severity: Severity
  /** What is wrong, with the value found: one or two full sentences. */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
}

/** Tells whether any of the problems is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error')
}
