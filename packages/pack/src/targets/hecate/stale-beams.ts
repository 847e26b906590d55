import { stat } from 'node:fs/promises'
import path from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { CheckContext, PlanEntry } from '../../target.ts'
import { beamStale } from './diagnostics.ts'
import type { HecateOptions } from './options.ts'
import { EBIN, projectOf } from './plan-package.ts'

/** A checkout or a copy writes files in any order; compiling after an edit takes a person longer. */
const TOLERANCE_MS = 2000

/** Finds modules that were compiled before their source was last changed; one problem for all of them. */
export async function findStaleBeams({ plan, dir }: CheckContext<HecateOptions>): Promise<Diagnostic[]> {
  const names = [...plan.entries.map(({ from }) => from), ...plan.excluded.map((excluded) => excluded.path)]
  const sources = byModule(names.filter(isSource))
  const stale: { readonly beam: string; readonly source: string }[] = []
  for (const entry of plan.entries.filter(({ path: name }) => name.startsWith(`${EBIN}/`))) {
    const source = sourceOf(entry, sources)
    if (source === undefined) continue
    const [compiled, edited] = await Promise.all(
      [entry.from, source].map((name) => stat(path.join(dir, name))),
    )
    if (compiled !== undefined && edited !== undefined && edited.mtimeMs > compiled.mtimeMs + TOLERANCE_MS)
      stale.push({ beam: entry.path, source })
  }
  const [first, ...others] = stale
  return first === undefined
    ? []
    : [beamStale(path.join(dir, first.source), { ...first, others: others.length })]
}

/** Modules, also those that are generated from grammars. */
function isSource(name: string): boolean {
  return /\.(?:erl|xrl|yrl)$/.test(name)
}

function byModule(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const modules = new Map<string, string[]>()
  for (const file of files) {
    const { name } = path.posix.parse(file)
    modules.set(name, [...(modules.get(name) ?? []), file])
  }
  return modules
}

/** The source of the module's own application: of a dependency in `_build`, else in the project's folders. */
function sourceOf(entry: PlanEntry, sources: ReadonlyMap<string, readonly string[]>): string | undefined {
  const { name, ext } = path.posix.parse(entry.path)
  if (ext !== '.beam') return undefined
  const application = path.posix.dirname(path.posix.dirname(entry.from))
  const project = projectOf(entry.from)
  const app = path.posix.basename(application)
  const folders = [
    application,
    ...['src', `apps/${app}`, `lib/${app}`, app].map((folder) => project + folder),
  ]
  return sources.get(name)?.find((source) => folders.some((folder) => source.startsWith(`${folder}/`)))
}
