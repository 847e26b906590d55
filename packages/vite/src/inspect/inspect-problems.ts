import { formatCodeFrame } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { toSlashes } from '../merge/owners.ts'
import { compact } from '../merge/registry-records.ts'
import type { InspectedProblem } from './inspection.ts'
import { toPlace } from './inspection-source.ts'
import type { InspectionSource } from './inspection-source.ts'

const RANK = { error: 0, warning: 1, info: 2 } as const

/** All problems that are known, each once, errors first. */
export function inspectProblems(source: InspectionSource): readonly InspectedProblem[] {
  const { merge, sharedProblems, codeProblems, lateDependencies } = source.state
  const found: readonly (readonly [string | undefined, Diagnostic])[] = [
    ...merge.discovery.diagnostics.map((problem) => [undefined, problem] as const),
    ...merge.discovery.plugins.flatMap(({ name, diagnostics }) =>
      diagnostics.map((problem) => [name, problem] as const),
    ),
    ...[...sharedProblems, ...lateDependencies.values()].map(
      (problem) => [ownerOf(problem, source), problem] as const,
    ),
    ...[...codeProblems.values()].flatMap(({ plugin, problems }) =>
      problems.map((problem) => [plugin, problem] as const),
    ),
  ]
  // Two pages may need one broken file.
  const unique = new Map(found.map((entry) => [JSON.stringify(entry), entry]))
  return [...unique.values()]
    .map(([plugin, problem]) => toInspectedProblem(problem, plugin, source))
    .sort((a, b) => RANK[a.severity] - RANK[b.severity])
}

function ownerOf({ file }: Diagnostic, { state: { merge } }: InspectionSource): string | undefined {
  return file === undefined ? undefined : merge.owners.of(file)?.name
}

function toInspectedProblem(
  { code, severity, message, hint, file, span, related = [] }: Diagnostic,
  plugin: string | undefined,
  { state: { root }, readSource }: InspectionSource,
): InspectedProblem {
  const text = file === undefined || span === undefined ? undefined : readSource(file)
  const placeOf = (path: string | undefined): { file?: string; place?: string } =>
    path === undefined ? {} : { file: toSlashes(path), place: toPlace(path, root) }
  return compact({
    code,
    severity,
    message,
    hint,
    plugin,
    ...placeOf(file),
    line: span?.start.line,
    column: span?.start.column,
    frame: text === undefined || span === undefined ? undefined : formatCodeFrame(text, span),
    related: related.map((other) =>
      compact({
        message: other.message,
        ...placeOf(other.file),
        line: other.span?.start.line,
        column: other.span?.start.column,
      }),
    ),
  })
}
