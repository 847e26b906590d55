import { parseArgs } from 'node:util'
import type { ParseArgsConfig } from 'node:util'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { ArgDef, ArgsDef } from 'citty'
import type { Command } from './command.ts'
import { flagValue, tooManyArguments, unknownFlag } from './diagnostics.ts'

/** What a command accepts. */
export type Syntax = Pick<Command, 'args' | 'listFlags' | 'maxPaths' | 'takesPem'>

/** Arguments that citty can be trusted with, or what is wrong with them. */
export interface CheckedArguments {
  readonly diagnostics: readonly Diagnostic[]
  /** Every flag with a value once, as `--name=value`; the values of list flags joined by commas; paths behind `--`. */
  readonly rawArgs: readonly string[]
}

type Token = ReturnType<typeof parseArgs<{ tokens: true; strict: false }>>['tokens'][number]

interface Flag {
  readonly name: string
  readonly takesValue: boolean
}

/**
 * Checks the arguments of a command. citty parses leniently: it takes any flag, takes a string flag without a value
 * for an empty string, and keeps only the last value of a repeated flag.
 */
export function checkArguments(
  rawArgs: readonly string[],
  { args, listFlags, maxPaths, takesPem = false }: Syntax,
): CheckedArguments {
  const flags = toFlags(args)
  const diagnostics: Diagnostic[] = []
  const switches: string[] = []
  const values = new Map<string, string>()
  const paths: string[] = []

  for (const token of tokenize(rawArgs, args)) {
    if (token.kind === 'positional') paths.push(token.value)
    if (token.kind !== 'option') continue
    const { rawName, value, inlineValue } = token
    const flag = flags.get(rawName)
    if (flag === undefined) diagnostics.push(unknownFlag(rawName, [...flags.keys()].filter(isLong)))
    else if (!flag.takesValue && inlineValue) diagnostics.push(flagValue(rawName, 'no value'))
    else if (!flag.takesValue) switches.push(rawName)
    else if (value === undefined || value === '' || (!inlineValue && value.startsWith('-')))
      diagnostics.push(flagValue(rawName, 'a value'))
    else if (isPem(value)) diagnostics.push(flagValue(rawName, 'no key, but the name of its file'))
    else if (listFlags.includes(flag.name) && values.has(flag.name))
      values.set(flag.name, `${values.get(flag.name)},${value}`)
    else values.set(flag.name, value)
  }
  const surplus = paths[maxPaths] ?? (takesPem ? undefined : paths.find(isPem))
  // A key pasted in the wrong place must not end up in a log.
  const shown = surplus !== undefined && isPem(surplus) ? 'a PEM block' : surplus
  if (shown !== undefined) diagnostics.push(tooManyArguments(shown, maxPaths))
  const joined = [...values].map(([name, value]) => `--${name}=${value}`)
  return { diagnostics, rawArgs: [...switches, ...joined, '--', ...paths] }
}

/** The items of a list flag: `a,b` → `['a', 'b']`; none where the flag is absent. */
export function toList(value: string | undefined): readonly string[] {
  const items = (value ?? '').split(',').map((item) => item.trim())
  return items.filter((item) => item !== '')
}

function tokenize(rawArgs: readonly string[], args: ArgsDef): readonly Token[] {
  const options: ParseArgsConfig['options'] = {}
  for (const [name, arg] of Object.entries(args)) {
    const short = shortOf(arg)
    const type = arg.type === 'boolean' ? 'boolean' : 'string'
    if (arg.type !== 'positional') options[name] = short === undefined ? { type } : { type, short }
  }
  // A PEM block begins with dashes and is no flag: `keys add "$(cat key.pub.pem)"`.
  const flags = rawArgs.filter((argument) => !isPem(argument))
  const parsed = parseArgs({ args: flags, options, strict: false, allowPositionals: true, tokens: true })
  const blocks = rawArgs.filter(isPem).map((value): Token => ({ kind: 'positional', index: -1, value }))
  return [...parsed.tokens, ...blocks]
}

function isPem(argument: string): boolean {
  return argument.startsWith('-----BEGIN ')
}

/** Every spelling of every flag: `--quiet`, `-q`, `--no-color`. */
function toFlags(args: ArgsDef): ReadonlyMap<string, Flag> {
  const flags = new Map<string, Flag>()
  for (const [name, arg] of Object.entries(args)) {
    if (arg.type === 'positional') continue
    const flag = { name, takesValue: arg.type !== 'boolean' }
    flags.set(`--${name}`, flag)
    if ('negativeDescription' in arg) flags.set(`--no-${name}`, flag)
    const short = shortOf(arg)
    if (short !== undefined) flags.set(`-${short}`, flag)
  }
  return flags
}

function shortOf(arg: ArgDef): string | undefined {
  return 'alias' in arg && typeof arg.alias === 'string' ? arg.alias : undefined
}

function isLong(flag: string): boolean {
  return flag.startsWith('--')
}
