import { relative } from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import { toSlashes } from '../merge/owners.ts'
import { toSource } from '../merge/source-text.ts'

/**
 * What stands in for a page or block that cannot be loaded. In development it exports nothing, so that a mounted page takes
 * it as an update and shows its card; the words come with the problem. In a build it throws the words.
 */
export function formatBrokenModule(
  problems: readonly Diagnostic[],
  { dir, dev }: { readonly dir: string; readonly dev: boolean },
): string {
  const [first] = problems
  if (dev || first === undefined) return 'export {}'
  const place = first.file === undefined ? '' : ` (${formatPlace(first, dir)})`
  return `throw new Error(${toSource(first.message + place)})\nexport {}`
}

function formatPlace({ file = '', span }: Diagnostic, dir: string): string {
  const path = toSlashes(relative(dir, file))
  return span === undefined ? path : `${path}:${span.start.line}:${span.start.column}`
}
