import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { nameMismatch, reservedName } from '../diagnostics.ts'
import { placeOf } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** A plugin's name is not reserved, and equals its folder below a root. */
export function* pluginName(context: RuleContext): Generator<Diagnostic> {
  const { source, files } = context
  yield* checkName(source.name, files.folderName, () => placeOf(context, ['name']))
}

/** The same for a name from elsewhere. */
export function* checkName(
  name: string,
  folderName: string | undefined,
  place: () => Place,
): Generator<Diagnostic> {
  if (isReservedName(name)) yield reservedName(name, place())
  if (folderName !== undefined && folderName !== name) yield nameMismatch(name, folderName, place())
}

/** Tells whether a name is the host's, JavaScript's, or a device on Windows. */
export function isReservedName(name: string): boolean {
  return RESERVED.has(name) || /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/.test(name)
}

const RESERVED: ReadonlySet<string> = new Set([
  'admin',
  'api',
  'assets',
  'constructor',
  'host',
  'plugin',
  'plugins',
  'prototype',
])
