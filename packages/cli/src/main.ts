import { isPluginError } from '@plugwright/diagnostics'
import { parseArgs } from 'citty'
import { checkArguments } from './arguments.ts'
import type { Command, Outcome } from './command.ts'
import { bug, environment, interrupted, noCommand, unknownCommand } from './diagnostics.ts'
import { exitCodeOf } from './exit-code.ts'
import type { ExitCode } from './exit-code.ts'
import { globalFlags } from './global-flags.ts'
import { createReporter } from './report.ts'
import type { Reporter } from './report.ts'
import type { Terminal } from './terminal.ts'
import { formatCommandUsage, formatUsage } from './usage.ts'
import { readVersion } from './version.ts'

/**
 * The commands there are. Each loads only when it is called: Vite and esbuild take longer to load than `--version`
 * and `--help` may take.
 */
const commands: ReadonlyMap<string, CommandEntry> = new Map([
  [
    'build',
    {
      description: 'Bundle a plugin and pack it for its targets',
      load: async () => (await import('./commands/build.ts')).build,
    },
  ],
  [
    'check',
    {
      description: 'Show every problem of a plugin, of a host, or of a folder of plugins',
      load: async () => (await import('./commands/check.ts')).check,
    },
  ],
  [
    'install',
    {
      description: 'Install a package into a Hecate daemon',
      load: async () => (await import('./commands/install.ts')).install,
    },
  ],
  [
    'types',
    {
      description: "Write a host's types: plugin names, page paths, slots, permissions",
      load: async () => (await import('./commands/types.ts')).types,
    },
  ],
])

/** What `plugwright` takes without a command. */
const root: Pick<Command, 'args' | 'listFlags' | 'maxPaths'> = {
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
  const at = rawArgs.findIndex((argument) => !argument.startsWith('-'))
  const name = at === -1 ? undefined : rawArgs[at]

  const invocation = { name, rawArgs: rawArgs.toSpliced(at, at === -1 ? 0 : 1), flags, reporter, ...options }
  const outcome = await runCommand(invocation).catch((error: unknown) => toOutcome(error, invocation))
  reporter.outcome(name, outcome)
  return exitCodeOf(outcome.diagnostics, { strict })
}

interface CommandEntry {
  readonly description: string
  load(): Promise<Command>
}

interface CommandLine extends MainOptions {
  readonly name: string | undefined
  /** Without the command's name. */
  readonly rawArgs: readonly string[]
  readonly flags: { readonly help?: boolean | undefined; readonly version?: boolean | undefined }
  readonly reporter: Reporter
}

async function runCommand({ name, rawArgs, flags, ...context }: CommandLine): Promise<Outcome> {
  const names = [...commands.keys()]
  const entry = name === undefined ? undefined : commands.get(name)
  if (name !== undefined && entry === undefined) return { diagnostics: [unknownCommand(name, names)] }

  const command = await entry?.load()
  const { diagnostics, rawArgs: checked } = checkArguments(rawArgs, command ?? root)
  if (diagnostics.length > 0) return { diagnostics }
  if (flags.version === true) return { diagnostics, text: readVersion(), fields: { version: readVersion() } }
  if (name === undefined || entry === undefined || command === undefined)
    return flags.help === true
      ? { diagnostics, text: await formatUsage(commands) }
      : { diagnostics: [noCommand(names)] }
  if (flags.help === true) {
    const { description } = entry
    return { diagnostics, text: await formatCommandUsage({ name, description, args: command.args }) }
  }

  const { terminal, signal, reporter } = context
  const outcome = await command.run(checked, { cwd: terminal.cwd, env: terminal.env, signal, reporter })
  return signal.aborted ? { diagnostics: [interrupted()] } : outcome
}

/** The only place that tells a user's problem, the environment and our own bugs apart. */
function toOutcome(error: unknown, { signal, reporter }: CommandLine): Outcome {
  if (signal.aborted) return { diagnostics: [interrupted()] }
  if (isPluginError(error)) return { diagnostics: error.diagnostics }
  if (isSystemError(error)) return { diagnostics: [environment(error)] }
  reporter.stack(error)
  return { diagnostics: [bug(error)] }
}

/** An error of the operating system, as Node reports it. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error
}
