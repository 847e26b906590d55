import { hasErrors } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'

/** What the process tells its caller; the whole list is in `docs/cli.md`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit codes of the commands there are. */
export const EXIT = { done: 0, problems: 1, usage: 2, environment: 7, bug: 70, interrupted: 130 } as const

/** Problems that are not about the plugin or package. All others mean {@link EXIT}`.problems`. */
const EXIT_CODES: ReadonlyMap<string, ExitCode> = new Map([
  ['CLI_UNKNOWN_COMMAND', EXIT.usage],
  ['CLI_NO_COMMAND', EXIT.usage],
  ['CLI_UNKNOWN_FLAG', EXIT.usage],
  ['CLI_FLAG_VALUE', EXIT.usage],
  ['CLI_FLAG_CONFLICT', EXIT.usage],
  ['CLI_TOO_MANY_ARGUMENTS', EXIT.usage],
  ['CLI_NO_SUCH_PATH', EXIT.usage],
  ['CLI_INSTALL_INCOMPLETE', EXIT.usage],
  ['PACK_UNKNOWN_TARGET', EXIT.usage],
  ['PACK_UNKNOWN_FORMAT', EXIT.usage],
  ['PACK_FILE_SYSTEM', EXIT.environment],
  ['HECATE_DAEMON_UNREACHABLE', EXIT.environment],
  ['CLI_ENVIRONMENT', EXIT.environment],
  ['CLI_NO_VITE', EXIT.environment],
  ['CLI_BUG', EXIT.bug],
  ['CLI_INTERRUPTED', EXIT.interrupted],
])

/** The exit code for a command's problems: that of the first error with a code of its own, else 1; 0 without errors. */
export function exitCodeOf(diagnostics: readonly Diagnostic[], { strict }: { strict: boolean }): ExitCode {
  for (const { code, severity } of diagnostics) {
    const exitCode = severity === 'error' ? EXIT_CODES.get(code) : undefined
    if (exitCode !== undefined) return exitCode
  }
  return isOk(diagnostics, { strict }) ? EXIT.done : EXIT.problems
}

/** Warnings about a package that was written and is not whole. */
const FAILING_WARNINGS: ReadonlySet<string> = new Set(['BETTY_COMMANDS_INCOMPLETE'])

/** Tells whether a command did what it should: no errors, and with `strict` no warnings either. */
export function isOk(diagnostics: readonly Diagnostic[], { strict }: { strict: boolean }): boolean {
  return (
    !hasErrors(diagnostics) &&
    !diagnostics.some(
      ({ code, severity }) => (strict && severity === 'warning') || FAILING_WARNINGS.has(code),
    )
  )
}
