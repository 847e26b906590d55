import type { Diagnostic } from './diagnostic.ts'

/**
 * The one error class that Plugwright throws for problems of a user's input or environment.
 * A bug of ours is a plain `Error`, so the two never look alike.
 */
export class PluginError extends Error {
  override readonly name = 'PluginError'
  /** The code of the first error. */
  readonly code: string
  /** All problems found, in order of discovery; at least one. */
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[], options?: ErrorOptions) {
    const first = diagnostics.find((diagnostic) => diagnostic.severity === 'error') ?? diagnostics[0]
    if (first === undefined) throw new Error('A PluginError needs at least one diagnostic.')
    super(formatMessage(first, diagnostics.length), options)
    this.code = first.code
    this.diagnostics = diagnostics
  }
}

/** Tells whether a thrown value is a {@link PluginError}, also one of another copy of this package. */
export function isPluginError(error: unknown): error is PluginError {
  return error instanceof Error && error.name === 'PluginError' && 'diagnostics' in error
}

function formatMessage(first: Diagnostic, count: number): string {
  const { code, file, message, span } = first
  const position = span === undefined ? '' : `:${span.start.line}:${span.start.column}`
  const place = file === undefined ? '' : `${file}${position}  `
  const others = count > 1 ? ` (and ${count - 1} more)` : ''
  return `${place}${code}: ${message}${others}`
}
