import { join, resolve } from 'node:path'
import type { PackOptions, PackResult } from '@plugwright/pack'
import type { ParsedArgs } from 'citty'
import { toList } from './arguments.ts'
import { addBettyResult, type BuildOutcome } from './betty-outcome.ts'
import type { Invocation, Outcome } from './command.ts'
import { formatSize, formatTable } from './format-table.ts'
import { locate } from './locate.ts'
import { loadSigningKeys } from './passphrase.ts'
import { countOf, countProblems, toRelative } from './report.ts'

/** The arguments that `build` and `pack` have in common. */
export const packFlags = {
  dir: { type: 'positional', required: false, description: 'The plugin; default: here' },
  target: {
    type: 'string',
    valueHint: 'name,…',
    description: 'Only these targets; default: those of plugin.yaml',
  },
  format: {
    type: 'string',
    valueHint: 'name,…',
    description: 'Only these formats; default: those of the target',
  },
  'output-dir': {
    type: 'string',
    valueHint: 'dir',
    description: 'Where packages go; default: dist in the plugin',
  },
  sign: {
    type: 'string',
    valueHint: 'key',
    description: 'Sign with this private key; several by giving the flag again',
  },
  cache: {
    type: 'boolean',
    description: 'Keep compressed files for the next time (default)',
    negativeDescription: 'Compress everything anew, and keep nothing',
  },
} as const

/** Those of {@link packFlags} that may be given several times. */
export const packListFlags: readonly string[] = ['target', 'format', 'sign']

/** What is asked of the pack package. */
export interface PackRequest extends Omit<PackOptions, 'targets' | 'outputDir'> {
  /** The plugin folder or its manifest, absolute. */
  readonly dir: string
  /** The plugin folder, absolute. */
  readonly folder: string
  /** Absolute. */
  readonly outputDir: string
  /** Absent: what plugin.yaml says. */
  readonly targets: readonly string[] | undefined
}

/** Reads the common arguments. Throws `CLI_NO_SUCH_PATH` and what is wrong with the keys of `--sign`. */
export async function toPackRequest(
  args: ParsedArgs<typeof packFlags>,
  { cwd, env, askSecret, signal }: Invocation,
): Promise<PackRequest> {
  const { path, dir: folder } = locate(args.dir ?? '.', cwd)
  const signWith = await loadSigningKeys(toList(args.sign), { cwd, env, askSecret })
  return {
    dir: path,
    folder,
    outputDir: args['output-dir'] === undefined ? join(folder, 'dist') : resolve(cwd, args['output-dir']),
    ...toAsked(args),
    ...(signWith.length > 0 && { signWith }),
    ...(args.cache === false && { cache: false as const }),
    signal,
  }
}

/** What tells whether a run is one for Betty alone, also where it ends before there is a request. */
export function toBettyQuestion(
  args: ParsedArgs<typeof packFlags>,
  { cwd }: Pick<Invocation, 'cwd'>,
): Pick<BuildOutcome, 'dir' | 'targets' | 'formats' | 'cwd'> {
  return { ...toAsked(args), cwd, dir: resolve(cwd, args.dir ?? '.') }
}

function toAsked(
  args: Pick<ParsedArgs<typeof packFlags>, 'target' | 'format'>,
): Pick<PackRequest, 'targets' | 'formats'> {
  return {
    targets: args.target === undefined ? undefined : toList(args.target),
    // Names are checked where the targets are known: PACK_UNKNOWN_FORMAT.
    formats: args.format === undefined ? undefined : toList(args.format),
  }
}

/** The outcome of a build or a pack: Betty's summary where it is for Betty alone, a table of packages, and counts. */
export async function toPackOutcome(
  { packages, diagnostics }: PackResult,
  { dir, targets, formats }: Pick<PackRequest, 'dir' | 'targets' | 'formats'>,
  { cwd, reporter }: Pick<Invocation, 'cwd' | 'reporter'>,
): Promise<Outcome> {
  const counts = [countOf(packages.length, 'package'), countProblems(diagnostics, reporter.style)]
  const summary = counts.filter((text) => text !== '').join(' · ')
  const rows = packages.map(({ target, path, sizeInBytes, sha256 }) => [
    target,
    toRelative(cwd, path),
    formatSize(sizeInBytes),
    sha256.slice(0, 12),
  ])
  const table = formatTable([['target', 'file', 'size', 'sha256'], ...rows])
  const text = packages.length === 0 ? summary : `${table}\n\n${summary}`
  const outcome = { diagnostics, text, fields: { packages } }
  return addBettyResult({ outcome, cwd, dir, targets, formats, packages })
}
