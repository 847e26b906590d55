import { relative } from 'node:path'
import { formatDiagnostic, PluginError } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { readSource } from './read-source.ts'

/** Writes a problem for the terminal, with its code frame, and with the file as it is named from the host's folder. */
export function formatProblem(diagnostic: Diagnostic, root: string): string {
  const formatPath = (file: string): string => {
    const path = relative(root, file)
    return path.startsWith('..') || path === '' ? file : path
  }
  return formatDiagnostic(diagnostic, { readSource, formatPath })
}

/**
 * Makes the error that stops Vite. Its message has every problem with frame and hint, because the message is all that Vite
 * prints of an error; the problems as data would be printed once more, so they are not enumerable.
 *
 * @param stack whether the place of the throw tells the user anything: where `plugwright()` is called, for example.
 */
export function createStoppingError(
  diagnostics: readonly Diagnostic[],
  {
    headline,
    root = '',
    stack = false,
  }: { readonly headline: string; readonly root?: string; readonly stack?: boolean },
): PluginError {
  const error = new PluginError(diagnostics)
  const frames = error.stack?.slice(error.stack.indexOf('\n    at ')) ?? ''
  const texts = diagnostics.map((diagnostic) => formatProblem(diagnostic, root))
  error.message = `${[headline, ...texts].join('\n\n')}\n`
  error.stack = `${error.name}: ${error.message}${stack ? frames : ''}`
  for (const key of ['code', 'diagnostics', 'name']) Object.defineProperty(error, key, { enumerable: false })
  return error
}
