import type { Diagnostic } from '@plugwright/diagnostics'

/** What the process tells its caller; the whole list is in `docs/cli.md`. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

/** The exit codes of the commands there are. */
export const EXIT = {
  done: 0,
  problems: 1,
  usage: 2,
  unsigned: 3,
  untrusted: 4,
  tampered: 5,
  refused: 6,
  environment: 7,
  bug: 70,
  interrupted: 130,
} as const

/** The command could not do its work at all: the reason goes to stderr, as there is no result. */
const WITHOUT_RESULT: ReadonlySet<ExitCode> = new Set([
  EXIT.usage,
  EXIT.environment,
  EXIT.bug,
  EXIT.interrupted,
])

/** Warnings about a package that was written and is not whole: they fail without `strict` too. */
const FAILING_WARNINGS: ReadonlySet<string> = new Set(['BETTY_COMMANDS_INCOMPLETE'])

/** Problems that are about something else than the plugin or package that the command works on. */
const EXIT_CODES: ReadonlyMap<string, ExitCode> = new Map([
  ...withExitCode(EXIT.usage, [
    'CLI_UNKNOWN_COMMAND',
    'CLI_NO_COMMAND',
    'CLI_UNKNOWN_FLAG',
    'CLI_FLAG_VALUE',
    'CLI_FLAG_MISSING',
    'CLI_FLAG_CONFLICT',
    'CLI_ARGUMENT_MISSING',
    'CLI_TOO_MANY_ARGUMENTS',
    'CLI_NO_SUCH_PATH',
    'CLI_NOT_A_PLUGIN',
    'CLI_NO_PASSPHRASE',
    'CLI_PASSPHRASES_DIFFER',
    'CLI_INSTALL_INCOMPLETE',
    'PACK_UNKNOWN_TARGET',
    'PACK_UNKNOWN_FORMAT',
    'PACK_TARGETS_EMPTY',
    'KEY_FORMAT',
    'KEY_TYPE',
    'KEY_WEAK',
    'KEY_PASSPHRASE_MISSING',
    'KEY_PASSPHRASE_WRONG',
    'SIGNATURE_TOO_MANY_KEYS',
    'TRUST_KEY_EXISTS',
    'TRUST_KEY_UNKNOWN',
  ]),
  ...withExitCode(EXIT.unsigned, ['VERIFY_UNSIGNED', 'CLI_NOT_SIGNED']),
  ...withExitCode(EXIT.untrusted, ['VERIFY_UNTRUSTED_KEY', 'VERIFY_EXPIRED_KEY', 'VERIFY_REVOKED_KEY']),
  ...withExitCode(EXIT.tampered, [
    'VERIFY_BAD_SIGNATURE',
    'VERIFY_CONTENT_MISMATCH',
    'ARCAN_BAD_SIGNATURE',
    'ARCAN_CONTENT_MISMATCH',
  ]),
  ...withExitCode(EXIT.problems, ['VERIFY_WRONG_NAME']),
  ...withExitCode(EXIT.environment, [
    'PACK_FILE_SYSTEM',
    'PACK_OUTPUT_NOT_A_FOLDER',
    'ARCHIVE_NOT_READABLE',
    'ARCHIVE_NOT_WRITABLE',
    'ARCHIVE_CHANGED_WHILE_READ',
    'KEY_UNREADABLE',
    'KEY_PERMISSIONS',
    'KEY_EXISTS',
    'TRUST_STORE_UNREADABLE',
    'TRUST_STORE_PERMISSIONS',
    'TRUST_STORE_INVALID',
    'TRUST_STORE_NOT_WRITABLE',
    'HECATE_DAEMON_UNREACHABLE',
    'CLI_ENVIRONMENT',
    'CLI_NO_VITE',
    'CLI_NO_HOME',
    'CLI_PUBLIC_KEY_EXISTS',
  ]),
  ...withExitCode(EXIT.bug, ['CLI_BUG']),
  ...withExitCode(EXIT.interrupted, ['CLI_INTERRUPTED']),
])

/** What decides, apart from the problems. */
export interface ExitCodeOptions {
  /** Warnings count as errors. */
  readonly strict: boolean
  /** The command reads an archive: an error without an exit code of its own is one of the archive. @default false */
  readonly readsArchive?: boolean | undefined
}

/**
 * The exit code for a command's problems: that of the first error with a code of its own, else 1, or 6 for a command that
 * reads an archive; 0 without errors.
 */
export function exitCodeOf(diagnostics: readonly Diagnostic[], options: ExitCodeOptions): ExitCode {
  const errors = diagnostics.filter((diagnostic) => counts(diagnostic, options))
  for (const { code } of errors) {
    const exitCode = EXIT_CODES.get(code)
    if (exitCode !== undefined) return exitCode
  }
  if (errors.length === 0) return EXIT.done
  return options.readsArchive === true ? EXIT.refused : EXIT.problems
}

/** Tells whether a command did what it should: no errors, and with `strict` no warnings either. */
export function isOk(diagnostics: readonly Diagnostic[], options: Pick<ExitCodeOptions, 'strict'>): boolean {
  return !diagnostics.some((diagnostic) => counts(diagnostic, options))
}

/** Tells whether a command with this exit code has a result, good or bad, to print on stdout. */
export function hasResult(exitCode: ExitCode): boolean {
  return !WITHOUT_RESULT.has(exitCode)
}

function counts({ code, severity }: Diagnostic, { strict }: Pick<ExitCodeOptions, 'strict'>): boolean {
  return severity === 'error' || (strict && severity === 'warning') || FAILING_WARNINGS.has(code)
}

function withExitCode(exitCode: ExitCode, codes: readonly string[]): [string, ExitCode][] {
  return codes.map((code) => [code, exitCode])
}
