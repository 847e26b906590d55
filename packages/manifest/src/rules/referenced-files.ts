import { nearestName } from '@plugwright/diagnostics'
import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { BLOCKS_DIR, CONVENTION_FOLDERS, PAGES_DIR } from '../conventions.ts'
import {
  dbtProjectMissing,
  fileNotFound,
  handlerMissing,
  i18nWithoutLocale,
  invalidPath,
  invalidRouter,
  optionalFileMissing,
  pathOutside,
  pythonRouterMissing,
} from '../diagnostics.ts'
import type { PluginFiles } from '../manifest.ts'
import { pathFault } from '../plugin-path.ts'
import { listReferences } from '../references.ts'
import type { Reference } from '../references.ts'
import { parseRouterModule } from '../routers.ts'
import { formatPath } from '../schema-problems.ts'
import { placeOf, placeOfFile } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** Files that the manifest names are there, inside the plugin, also after following links. */
export function* referencedFiles(context: RuleContext): Generator<Diagnostic> {
  const { files, source } = context
  for (const reference of listReferences(source)) yield* checkReference(context, reference)
  for (const path of linksOut(files))
    yield pathOutside({ field: '', value: path }, placeOfFile(context, path))
  for (const [index, command] of (source.commands ?? []).entries()) {
    if (!command.handler?.script)
      yield handlerMissing(command.name, undefined, placeOf(context, ['commands', index]))
  }
  const { i18n } = source
  if (i18n !== undefined && !i18n.includes('{locale}'))
    yield i18nWithoutLocale(i18n, placeOf(context, ['i18n']))
}

/** What leads out of the plugin by a link of its own, in the convention folders or above them. */
function linksOut(files: PluginFiles): readonly string[] {
  const paths = [...CONVENTION_FOLDERS, ...[PAGES_DIR, BLOCKS_DIR].flatMap((dir) => files.list(dir))]
  const out = new Set(paths.filter((path) => files.stat(path) === 'outside'))
  return [...out].filter((path) => !out.has(path.slice(0, Math.max(0, path.lastIndexOf('/')))))
}

function* checkReference(context: RuleContext, reference: Reference): Generator<Diagnostic> {
  const { kind, written, paths, at } = reference
  const fault = kind === 'router' || kind === 'handler' ? pathFault(pathOf(reference)) : undefined
  if (fault !== undefined) {
    yield invalidPath({ field: formatPath(at), value: pathOf(reference) }, placeOf(context, at))
    return
  }
  const kinds = new Set(paths.map((path) => context.files.stat(path)))
  const wanted = kind === 'translations' ? 'directory' : 'file'
  if (kind === 'router' && !/\.[cm]?[jt]sx?$/.test(paths[0] ?? ''))
    yield invalidRouter(written, placeOf(context, at))
  else if (kinds.has('outside'))
    yield pathOutside({ field: formatPath(at), value: written }, placeOf(context, at))
  else if (!kinds.has(wanted))
    yield missing(context, reference, kinds.has('directory') ? 'directory' : undefined)
}

function pathOf({ kind, written }: Reference): string {
  return kind === 'router' ? parseRouterModule(written).module : written
}

function missing(
  context: RuleContext,
  { kind, written, paths, at }: Reference,
  is: 'directory' | undefined,
): Diagnostic {
  const place = placeOf(context, at)
  const path = paths[0] ?? written
  const problem = optionalProblems[kind]?.({ context, written, path, at, place })
  if (problem !== undefined) return problem
  const candidates = [PAGES_DIR, BLOCKS_DIR].flatMap((dir) => context.files.list(dir))
  const what = kind === 'entry' ? 'frontend entry' : kind
  return fileNotFound({ what, path, is, nearest: nearestName(path, candidates) }, place)
}

type OptionalProblem = (missing: {
  readonly context: RuleContext
  readonly written: string
  readonly path: string
  readonly at: Reference['at']
  readonly place: Place
}) => Diagnostic

/** What the plugin can do without; for any other kind a missing file is an error. */
const optionalProblems: Partial<Record<Reference['kind'], OptionalProblem>> = {
  handler: ({ context, written, at, place }) =>
    handlerMissing(context.source.commands?.[Number(at[1])]?.name ?? '', written, place),
  'python-router': ({ written, path, place }) =>
    pythonRouterMissing(written, path === written ? undefined : path, place),
  dbt: ({ written, place }) => dbtProjectMissing(written, place),
  agent: ({ written, place }) => optionalFileMissing('manifest of the agent', written, place),
  translations: ({ path, place }) => optionalFileMissing('folder of the translations', path, place),
}
