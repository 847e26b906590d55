import type { Diagnostic } from '@plugwright/diagnostics'
import type { HookContext, HookLog } from './plugin-interface.ts'

/** Hands problems to a build as its own: warnings, and then all errors as one, for a build stops at the first. */
export function reportProblems(
  diagnostics: readonly Diagnostic[],
  context: Pick<HookContext, 'error'> & Partial<Pick<HookContext, 'warn'>>,
): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  for (const diagnostic of diagnostics) if (!errors.includes(diagnostic)) context.warn?.(toLog(diagnostic))
  const [first] = errors
  if (first === undefined) return
  context.error({ ...toLog(first), message: errors.map((error) => toLog(error).message).join('\n') })
}

function toLog({ code, message, hint, file, span }: Diagnostic): HookLog {
  return {
    message: `${code}: ${message}${hint === undefined ? '' : `\n  hint: ${hint}`}`,
    pluginCode: code,
    ...(file !== undefined && { id: file }),
    ...(file !== undefined &&
      span !== undefined && { loc: { file, line: span.start.line, column: span.start.column - 1 } }),
  }
}
