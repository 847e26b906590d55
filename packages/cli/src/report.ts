import { readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { formatDiagnostics } from '@plugwright/diagnostics'
import type { Diagnostic, RelatedPlace } from '@plugwright/diagnostics'
import type { Outcome } from './command.ts'
import { exitCodeOf, hasResult, isOk } from './exit-code.ts'
import { canShowProgress, createProgressBar } from './progress-bar.ts'
import type { Progress } from './progress-bar.ts'
import { createStyle, wantsColour } from './terminal.ts'
import type { Style, Terminal } from './terminal.ts'

/** The global flags, as far as they change what is printed. */
export interface ReportOptions {
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly strict: boolean
  readonly color: boolean | undefined
}

/** The one place that prints. */
export interface Reporter {
  readonly options: ReportOptions
  /** The colours of stdout. */
  readonly style: Style
  /** Tells on stderr what is going on; silent with `--quiet`. */
  progress(text: string): void
  /** A bar on stderr while `work` runs; none with `--quiet`, with `--json`, in CI, and where nobody looks. */
  withProgressBar<T>(work: (onProgress: ((progress: Progress) => void) | undefined) => Promise<T>): Promise<T>
  /**
   * Prints what a command found and made on stdout: as one JSON value, or as problems and text.
   * Without `--json`, a command that could not do its work at all says so on stderr.
   */
  outcome(command: string | undefined, outcome: Outcome): void
  /** Prints a stack on stderr, for our own bugs. */
  stack(error: unknown): void
}

/** Creates the {@link Reporter} of one invocation. */
export function createReporter(terminal: Terminal, options: ReportOptions): Reporter {
  const { stdout, stderr, cwd } = terminal
  const style = createStyle(!options.json && wantsColour(terminal, stdout, options.color))
  const formatPath = (file: string): string => toRelative(cwd, file)

  function printForPerson({ diagnostics, text }: Outcome): void {
    const shown = diagnostics.filter(({ severity }) => options.verbose || severity !== 'info').map(printable)
    const parts: string[] = []
    if (shown.length > 0)
      parts.push(formatDiagnostics(shown, { readSource: readSource(cwd), formatPath, paint: style }))
    if (text !== undefined && !options.quiet) parts.push(text)
    const output = hasResult(exitCodeOf(diagnostics, options)) ? stdout : stderr
    if (parts.length > 0) output.write(`${parts.join('\n\n')}\n`)
  }

  return {
    options,
    style,
    progress(text) {
      if (!options.quiet) stderr.write(`${text}\n`)
    },
    async withProgressBar(work) {
      if (options.quiet || options.json || !canShowProgress(terminal)) return work(undefined)
      const bar = createProgressBar(stderr)
      try {
        return await work((progress) => bar.update(progress))
      } finally {
        bar.clear()
      }
    },
    outcome(command, outcome) {
      if (!options.json) return printForPerson(outcome)
      const ok = isOk(outcome.diagnostics, options)
      const value = { ok, command: command ?? null, diagnostics: outcome.diagnostics, ...outcome.fields }
      stdout.write(`${JSON.stringify(value, null, 2)}\n`)
    },
    stack(error) {
      stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    },
  }
}

/** `2 warnings · 1 error`; empty where there is neither. */
export function countProblems(diagnostics: readonly Diagnostic[], style: Style): string {
  const count = (severity: 'warning' | 'error'): string => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    return found === 0 ? '' : style.severity(countOf(found, severity), severity)
  }
  return [count('warning'), count('error')].filter((text) => text !== '').join(' · ')
}

/** `1 plugin`, `3 plugins`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The shorter name of a file for somebody in `cwd`, with `/`. */
export function toRelative(cwd: string, file: string): string {
  if (!isAbsolute(file)) return file
  const path = relative(cwd, file) || '.'
  return (path.length < file.length ? path : file).replaceAll('\\', '/')
}

function readSource(cwd: string): (file: string) => string | undefined {
  return (file) => {
    try {
      return readFileSync(resolve(cwd, file), 'utf8')
    } catch {
      return undefined
    }
  }
}

/** A plugin's text must not steer the terminal. */
function printable(diagnostic: Diagnostic): Diagnostic {
  const { message, hint, file, related } = diagnostic
  return {
    ...diagnostic,
    message: maskControls(message),
    ...(hint === undefined ? {} : { hint: maskControls(hint) }),
    ...(file === undefined ? {} : { file: maskControls(file) }),
    ...(related === undefined ? {} : { related: related.map(printableRelated) }),
  }
}

function printableRelated(place: RelatedPlace): RelatedPlace {
  const { message, file } = place
  return {
    ...place,
    message: maskControls(message),
    ...(file === undefined ? {} : { file: maskControls(file) }),
  }
}

/** Control and direction characters become a placeholder; line breaks stay. */
export function maskControls(text: string): string {
  return text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\u00b7')
}
