import { formatCodeFrame } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { ProblemRecord } from '@plugwright/runtime'
import { compact } from './registry-records.ts'

/** What a problem record says about the plugin. */
export interface ProblemSubject {
  readonly name: string
  readonly version?: string | undefined
  readonly source?: string | undefined
}

/** Gives the text of a file for its code frame, or `undefined`. */
export type ReadSource = (file: string) => string | undefined

/** A problem for the registry of a development server: everything that helps to mend it. */
export function toDevProblem(
  diagnostic: Diagnostic,
  plugin: ProblemSubject,
  readSource: ReadSource,
): ProblemRecord {
  const { code, message, severity, file, span, hint } = diagnostic
  const source = file === undefined || span === undefined ? undefined : readSource(file)
  return compact({
    plugin: plugin.name,
    code,
    message,
    severity,
    file,
    line: span?.start.line,
    column: span?.start.column,
    frame: source === undefined || span === undefined ? undefined : formatCodeFrame(source, span),
    hint,
    version: plugin.version,
    source: plugin.source,
  })
}

/** A problem for the registry of a build: no places, and no folder of the machine that built it. */
export function toBuildProblem(
  { code, message, severity }: Diagnostic,
  plugin: ProblemSubject,
  folders: readonly string[],
): ProblemRecord {
  return compact({
    plugin: plugin.name,
    code,
    message: hideFolders(message, folders),
    severity: severity === 'error' ? undefined : severity,
  })
}

/** `…in /srv/app/plugins/crm` → `…in plugins/crm`; the longest folder first, because one may hold another. */
function hideFolders(message: string, folders: readonly string[]): string {
  const longestFirst = [...folders].sort((a, b) => b.length - a.length)
  return longestFirst.reduce(
    (text, folder) => text.replaceAll(`${folder}/`, '').replaceAll(folder, '.'),
    message,
  )
}
