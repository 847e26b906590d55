import type { Diagnostic } from '@plugwright/diagnostics'
import { parseArgs } from 'citty'
import type { ArgsDef, ParsedArgs } from 'citty'
import type { Reporter } from './report.ts'
import type { Terminal } from './terminal.ts'

/** A command, ready to be run: what its flags are, and what it does. */
export interface Command {
  /** Own and global flags, and the positional argument for the usage text. */
  readonly args: ArgsDef
  /** Flags that may be given several times, or with a list: `--target a,b`. */
  readonly listFlags: readonly string[]
  /** How many paths it takes. */
  readonly maxPaths: number
  /** `rawArgs` are checked: known flags with their values, at most `maxPaths` paths. */
  run(rawArgs: readonly string[], invocation: Invocation): Promise<Outcome>
}

/** What a command gets besides its arguments. */
export interface Invocation {
  /** Absolute; paths on the command line are relative to it. */
  readonly cwd: string
  readonly env: Terminal['env']
  readonly signal: AbortSignal
  readonly reporter: Reporter
}

/** What a command found and made. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[]
  /** For a person, printed under the problems: a table, a summary. */
  readonly text?: string
  /** Further keys of the JSON value. */
  readonly fields?: Readonly<Record<string, unknown>>
}

interface CommandDefinition<T extends ArgsDef> extends Omit<Command, 'args' | 'run'> {
  readonly args: T
  run(args: ParsedArgs<T>, invocation: Invocation): Promise<Outcome>
}

/** Gives `run` its arguments parsed and typed by `args`. */
export function defineCommand<const T extends ArgsDef>(definition: CommandDefinition<T>): Command {
  const { args, listFlags, maxPaths } = definition
  return {
    args,
    listFlags,
    maxPaths,
    run: (rawArgs, invocation) => definition.run(parseArgs<T>([...rawArgs], args), invocation),
  }
}
