import { nearestName } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'

/** `plugwright` without a command. */
export function noCommand(commands: readonly string[]): Diagnostic {
  return {
    code: 'CLI_NO_COMMAND',
    severity: 'error',
    message: 'No command was given.',
    hint: `choose one of ${commands.join(', ')}; plugwright --help explains them.`,
  }
}

/** The first word is not a command. */
export function unknownCommand(name: string, commands: readonly string[]): Diagnostic {
  return {
    code: 'CLI_UNKNOWN_COMMAND',
    severity: 'error',
    message: `There is no command "${name}".`,
    hint: suggest(nearestName(name, commands), commands),
  }
}

/** A flag that the command does not have. */
export function unknownFlag(flag: string, flags: readonly string[]): Diagnostic {
  return {
    code: 'CLI_UNKNOWN_FLAG',
    severity: 'error',
    message: `There is no flag ${flag} here.`,
    hint: suggest(nearestName(flag, flags), flags),
  }
}

/** A flag without the value it needs, with one it does not take, or with another one than it takes. */
export function flagValue(flag: string, wanted: string, found?: string): Diagnostic {
  const instead = found === undefined ? '' : `, not ${JSON.stringify(found)}`
  return {
    code: 'CLI_FLAG_VALUE',
    severity: 'error',
    message: `The flag ${flag} takes ${wanted}${instead}.`,
    ...(wanted === 'no value' ? {} : { hint: `write ${flag} VALUE or ${flag}=VALUE.` }),
  }
}

/** Two flags that exclude each other. */
export function flagConflict(flag: string, other: string): Diagnostic {
  return {
    code: 'CLI_FLAG_CONFLICT',
    severity: 'error',
    message: `The flags ${flag} and ${other} cannot be used together.`,
    hint: 'leave one of them out.',
  }
}

/** More paths than the command takes; `maxPaths` is 0 or 1. */
export function tooManyArguments(argument: string, maxPaths: number): Diagnostic {
  return {
    code: 'CLI_TOO_MANY_ARGUMENTS',
    severity: 'error',
    message: `The argument "${argument}" is one too many.`,
    hint: `this command takes ${maxPaths === 0 ? 'none' : 'one'}.`,
  }
}

/** A command without what it works on. */
export function argumentMissing(what: string): Diagnostic {
  return {
    code: 'CLI_ARGUMENT_MISSING',
    severity: 'error',
    message: `The command needs ${what}.`,
    hint: 'plugwright COMMAND --help shows how it is called.',
  }
}

/** A flag that the command cannot do without. */
export function flagMissing(flag: string, hint: string): Diagnostic {
  return {
    code: 'CLI_FLAG_MISSING',
    severity: 'error',
    message: `The command needs the flag ${flag}.`,
    hint,
  }
}

/** The path on the command line does not exist. */
export function noSuchPath(path: string): Diagnostic {
  return {
    code: 'CLI_NO_SUCH_PATH',
    severity: 'error',
    message: `There is no file or folder "${path}".`,
    hint: 'paths are relative to the working directory.',
  }
}

/** A file where a plugin is expected. */
export function notAPlugin(path: string): Diagnostic {
  return {
    code: 'CLI_NOT_A_PLUGIN',
    severity: 'error',
    message: `The file "${path}" is no plugin.yaml, and it is no folder.`,
    hint: 'name the folder of a plugin, or its plugin.yaml.',
  }
}

/** Neither a plugin, nor a host, nor a folder with plugins. */
export function nothingFound(dir: string): Diagnostic {
  return {
    code: 'CLI_NOTHING_FOUND',
    severity: 'error',
    message:
      'There is no plugin here: no plugin.yaml, no vite.config, and no folder that has a plugin.yaml in it.',
    hint: 'name the folder of a plugin, of a host, or one with plugins in it.',
    file: dir,
  }
}

/** A host without Vite installed. */
export function noVite(dir: string): Diagnostic {
  return {
    code: 'CLI_NO_VITE',
    severity: 'error',
    message: 'The host has a vite.config, and the package vite is not installed for it.',
    hint: 'install the dependencies of the host first.',
    file: dir,
  }
}

/** The host's own configuration threw. */
export function hostConfigFailed(dir: string, error: unknown): Diagnostic {
  return {
    code: 'CLI_HOST_CONFIG_FAILED',
    severity: 'error',
    message: `The configuration of the host could not be loaded: ${messageOf(error)}`,
    hint: 'run vite in the host for the whole story.',
    file: dir,
  }
}

/** A Vite host whose configuration does not use the Vite plugin. */
export function notAHost(dir: string): Diagnostic {
  return {
    code: 'CLI_NOT_A_HOST',
    severity: 'error',
    message: 'The Vite configuration does not use the plugin of @plugwright/vite.',
    hint: 'add plugwright() to its plugins.',
    file: dir,
  }
}

/** A package that nobody signed, where its signatures were asked for. */
export function notSigned(file: string): Diagnostic {
  return {
    code: 'CLI_NOT_SIGNED',
    severity: 'error',
    message: 'The package has no signature, so there is no envelope to print.',
    hint: 'sign it with `plugwright pack --sign KEY`.',
    file,
  }
}

/** A new public key where there is a file. */
export function publicKeyExists(file: string): Diagnostic {
  return {
    code: 'CLI_PUBLIC_KEY_EXISTS',
    severity: 'error',
    message: 'There is a file in the place of the new public key, and keys are never overwritten.',
    hint: 'choose another name with --out, or move the file away.',
    file,
  }
}

/** A key that is to be encrypted with nothing. */
export function noPassphrase(): Diagnostic {
  return {
    code: 'CLI_NO_PASSPHRASE',
    severity: 'error',
    message: 'The new key is to be encrypted, and no passphrase was given.',
    hint: 'set PLUGWRIGHT_KEY_PASSPHRASE, or run the command in a terminal, which asks for it.',
  }
}

/** The passphrase of a new key, typed in two ways. */
export function passphrasesDiffer(): Diagnostic {
  return {
    code: 'CLI_PASSPHRASES_DIFFER',
    severity: 'error',
    message: 'The two passphrases are not the same, so no key was made.',
    hint: 'run the command again.',
  }
}

/** A user without a home folder, and so without a trust store. */
export function noHome(): Diagnostic {
  return {
    code: 'CLI_NO_HOME',
    severity: 'error',
    message: 'There is no folder for the trust store: neither XDG_CONFIG_HOME nor HOME is an absolute path.',
    hint: 'name the trust store with --trust FILE.',
  }
}

/** The file system, the network or a permission is in the way. */
export function environment(error: NodeJS.ErrnoException): Diagnostic {
  return {
    code: 'CLI_ENVIRONMENT',
    severity: 'error',
    message: `The system refused: ${error.message}.`,
    hint: 'check that the path exists, that you may write there, and that the disk is not full.',
    ...(error.path === undefined ? {} : { file: error.path }),
  }
}

/** Something that must not happen. */
export function bug(error: unknown): Diagnostic {
  return {
    code: 'CLI_BUG',
    severity: 'error',
    message: `This is a bug of Plugwright, not of your plugin: ${messageOf(error)}`,
    hint: 'report it with the command line, the versions (plugwright --version, node --version) and the stack on stderr.',
  }
}

/** Ctrl-C. */
export function interrupted(): Diagnostic {
  return { code: 'CLI_INTERRUPTED', severity: 'error', message: 'Interrupted; nothing half-done is left.' }
}

function suggest(nearest: string | undefined, all: readonly string[]): string {
  return nearest === undefined ? `there are ${all.join(', ')}.` : `did you mean ${nearest}?`
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
}
