import { readFile } from 'node:fs/promises'
import type { Diagnostic } from '@plugwright/diagnostics'
import { type ParsedManifest, parseManifest, type ValuePath } from '@plugwright/manifest'

/** Options of {@link locateProblems}. */
export interface LocateOptions {
  /** The plugin.yaml. */
  readonly file: string
  /** What to point at where a path leads to a key with a value. @default 'value' */
  readonly part?: 'key' | 'value'
}

/**
 * Gives the problems of plugin.yaml that know their `path` the place in the text too; where a value is missing, that of
 * the nearest thing around it. Problems of other files, and those with a place, stay as they are.
 */
export async function locateProblems(
  diagnostics: readonly Diagnostic[],
  { file, part = 'value' }: LocateOptions,
): Promise<readonly Diagnostic[]> {
  const isUnplaced = (one: Diagnostic): boolean => one.file === file && one.span === undefined
  if (!diagnostics.some(isUnplaced)) return diagnostics
  // It was read before; who removes it now loses no more than the places.
  const text = await readFile(file, 'utf8').catch(() => '')
  const { spanOf } = parseManifest(text)
  return diagnostics.map((one) => {
    const span = isUnplaced(one) ? nearestSpan(spanOf, { path: one.path ?? [], part }) : undefined
    return span === undefined ? one : { ...one, span }
  })
}

function nearestSpan(
  spanOf: ParsedManifest['spanOf'],
  { path, part }: { path: ValuePath; part: 'key' | 'value' },
): ReturnType<ParsedManifest['spanOf']> {
  const own = path.length === 0 ? undefined : (spanOf(path, part) ?? spanOf(path))
  if (own !== undefined) return own
  for (let length = path.length - 1; length > 0; length--) {
    const around = spanOf(path.slice(0, length), 'key')
    if (around !== undefined) return around
  }
  return undefined
}
