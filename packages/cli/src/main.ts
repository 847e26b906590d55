import { setTimeout } from 'node:timers/promises'
import { isPluginError } from '@plugwright/diagnostics'
import { parseArgs } from 'citty'
import { checkArguments } from './arguments.ts'
import type { Syntax } from './arguments.ts'
import { COMMANDS, commandsOf, splitCommandName } from './command-table.ts'
import type { CommandName } from './command-table.ts'
import type { Outcome } from './command.ts'
import { bug, environment, interrupted, noCommand, unknownCommand } from './diagnostics.ts'
import { exitCodeOf } from './exit-code.ts'
import type { ExitCode } from './exit-code.ts'
import { globalFlags } from './global-flags.ts'
import { createReporter } from './report.ts'
import type { Reporter } from './report.ts'
import type { Terminal } from './terminal.ts'
import { formatCommandUsage, formatUsage } from './usage.ts'
import { readVersion } from './version.ts'

/** What `plugwright` takes without a command. */
const root: Syntax = {
  args: globalFlags,
  listFlags: [],
  maxPaths: 0,
}

export interface MainOptions {
  readonly terminal: Terminal
  /** Ends the command; the exit code is 130 then. */
  readonly signal: AbortSignal
}

/**
 * Runs one command line and gives its exit code. Prints on the terminal it is given; never exits, never rejects:
 * whatever goes wrong is reported as diagnostics, with `--json` as data.
 */
export async function main(rawArgs: readonly string[], options: MainOptions): Promise<ExitCode> {
  const flags = parseArgs<typeof globalFlags>([...rawArgs], globalFlags)
  const { json = false, quiet = false, verbose = false, strict = false, color } = flags
  const reporter = createReporter(options.terminal, { json, quiet, verbose, strict, color })
  const commandName = splitCommandName(rawArgs)
  const { name } = commandName

  const invocation = { ...commandName, flags, reporter, ...options }
  const outcome = await runCommand(invocation).catch((error: unknown) => toOutcome(error, invocation))
  reporter.outcome(name, outcome)
  const { readsArchive } = COMMANDS.get(name ?? '') ?? {}
  return exitCodeOf(outcome.diagnostics, { strict, readsArchive })
}

interface CommandLine extends MainOptions, CommandName {
  readonly flags: { readonly help?: boolean | undefined; readonly version?: boolean | undefined }
  readonly reporter: Reporter
}

async function runCommand({ name, group, rest, flags, ...context }: CommandLine): Promise<Outcome> {
  const listed = group === undefined ? [...COMMANDS] : commandsOf(group)
  const names = listed.map(([listedName]) => listedName)
  const entry = name === undefined ? undefined : COMMANDS.get(name)
  const isUnknown = name !== group && entry === undefined
  if (name !== undefined && isUnknown) return { diagnostics: [unknownCommand(name, names)] }

  const command = await entry?.load()
  const { diagnostics, rawArgs } = checkArguments(rest, command ?? root)
  if (diagnostics.length > 0) return { diagnostics }
  if (flags.version === true) return { diagnostics, text: readVersion(), fields: { version: readVersion() } }
  if (name === undefined || entry === undefined || command === undefined)
    return flags.help === true
      ? { diagnostics, text: await formatUsage(listed) }
      : { diagnostics: [noCommand(names)] }
  if (flags.help === true) {
    const { description } = entry
    return { diagnostics, text: await formatCommandUsage({ name, description, args: command.args }) }
  }

  const { terminal, signal, reporter } = context
  const { cwd, env, askSecret } = terminal
  const outcome = await command.run(rawArgs, { cwd, env, askSecret, signal, reporter })
  return signal.aborted ? { diagnostics: [interrupted()] } : outcome
}

/** The only place that tells a user's problem, the environment and our own bugs apart. */
async function toOutcome(error: unknown, { signal, reporter }: CommandLine): Promise<Outcome> {
  if (signal.aborted) return { diagnostics: [interrupted()] }
  if (isPluginError(error)) return { diagnostics: error.diagnostics }
  if (await isInterruptedSoon(signal)) return { diagnostics: [interrupted()] }
  if (isSystemError(error)) return { diagnostics: [environment(error)] }
  reporter.stack(error)
  return { diagnostics: [bug(error)] }
}

/** How long a signal may be on its way to us. */
const SIGNAL_GRACE_MS = 100

/**
 * Ctrl-C goes to all processes of the terminal at once: esbuild's may have ended, and what waits for it failed, before our own
 * handler has run.
 */
async function isInterruptedSoon(signal: AbortSignal): Promise<boolean> {
  await setTimeout(SIGNAL_GRACE_MS, undefined, { signal }).catch(() => undefined)
  return signal.aborted
}

/** An error of the operating system, as Node reports it. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}
