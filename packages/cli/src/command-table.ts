import type { Command } from './command.ts'

/** A command before it is loaded. */
export interface CommandEntry {
  readonly description: string
  /** It reads an archive, not a plugin folder: what is wrong there has an exit code of its own. @default false */
  readonly readsArchive?: boolean
  load(): Promise<Command>
}

/**
 * The commands there are, some of two words. Each loads only when it is called: Vite and esbuild take longer to load than
 * `--version` and `--help` may take.
 */
export const COMMANDS: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  [
    'adopt',
    {
      description: 'Plan and write plugins from the hand-mounted routes of a React app',
      load: async () => (await import('./commands/adopt.ts')).adopt,
    },
  ],
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
    'inspect',
    {
      description: 'Show what is in a package, and who claims to have signed it',
      readsArchive: true,
      load: async () => (await import('./commands/inspect.ts')).inspect,
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
    'keys add',
    {
      description: 'Trust a public key for plugins of some names',
      load: async () => (await import('./commands/keys-add.ts')).keysAdd,
    },
  ],
  [
    'keys list',
    {
      description: 'Show the keys that are trusted',
      load: async () => (await import('./commands/keys-list.ts')).keysList,
    },
  ],
  [
    'keys new',
    {
      description: 'Make a key to sign packages with',
      load: async () => (await import('./commands/keys-new.ts')).keysNew,
    },
  ],
  [
    'keys revoke',
    {
      description: 'Stop trusting a key, for good',
      load: async () => (await import('./commands/keys-revoke.ts')).keysRevoke,
    },
  ],
  [
    'pack',
    {
      description: 'Pack what is built already, or list what would be packed',
      load: async () => (await import('./commands/pack.ts')).pack,
    },
  ],
  [
    'types',
    {
      description: "Write a host's types: plugin names, page paths, slots, permissions",
      load: async () => (await import('./commands/types.ts')).types,
    },
  ],
  [
    'verify',
    {
      description: 'Tell whether a package may be trusted',
      readsArchive: true,
      load: async () => (await import('./commands/verify.ts')).verify,
    },
  ],
])

/** What a command line begins with. */
export interface CommandName {
  /** The words as given; `undefined` where there are none. A group without a known command keeps its one or two words. */
  readonly name: string | undefined
  /** `keys`, where the name begins so. */
  readonly group?: string
  /** All arguments but the name. */
  readonly rest: readonly string[]
}

/** Splits `['--json', 'keys', 'new', '--out', 'a.pem']` into the name `keys new` and the rest. */
export function splitCommandName(rawArgs: readonly string[]): CommandName {
  const at = rawArgs.findIndex((argument) => !argument.startsWith('-'))
  const word = rawArgs[at]
  if (word === undefined) return { name: undefined, rest: rawArgs }
  const isGroup = commandsOf(word).length > 0
  const second = rawArgs[at + 1]
  if (!isGroup) return { name: word, rest: rawArgs.toSpliced(at, 1) }
  if (second === undefined || second.startsWith('-'))
    return { name: word, group: word, rest: rawArgs.toSpliced(at, 1) }
  return { name: `${word} ${second}`, group: word, rest: rawArgs.toSpliced(at, 2) }
}

/** The commands of a group: `keys` → `keys add`, `keys list`, … */
export function commandsOf(group: string): readonly (readonly [string, CommandEntry])[] {
  return [...COMMANDS].filter(([name]) => name.startsWith(`${group} `))
}
