import { type Diagnostic, isPluginError } from '@plugwright/diagnostics'
import { fileSystem } from './diagnostics.ts'

const WRONG_USE: ReadonlySet<string> = new Set([
  'PACK_UNKNOWN_TARGET',
  'PACK_UNKNOWN_FORMAT',
  'PACK_TARGETS_EMPTY',
])

/** Problems of the plugin or the file system as data; wrong use, aborts and bugs are thrown on. */
export function toProblems(error: unknown): readonly Diagnostic[] {
  if (isPluginError(error) && !WRONG_USE.has(error.code)) return error.diagnostics
  if (isSystemError(error)) return [fileSystem(error)]
  throw error
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error
}
