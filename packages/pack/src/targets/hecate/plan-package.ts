import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { compilePattern, escapeGlob } from '../../file-pattern.ts'
import type { DefaultPattern, SelectedFile } from '../../select-files.ts'
import type { ExcludedFile, Plan, PlanContext, PlanEntry } from '../../target.ts'
import { moduleTwice, noModules } from './diagnostics.ts'
import { isBundled } from './frontend.ts'
import { DEFAULT_EBIN, type HecateOptions } from './options.ts'
import { findSdkApps } from './sdk-apps.ts'

/** The folder of all modules in the package. */
export const EBIN = 'ebin'

/** The folder that the daemon serves, as `static_dir/0` names it. */
export const STATIC = 'priv/static'

/**
 * The flat layout of a Hecate package: the `.beam` and `.app` files of all applications in `ebin/`, the frontend in
 * `priv/static/`, and what `files` of plugin.yaml names at its own path. Applications that the SDK provides are left out as
 * a whole, by the rule `sdk-provided`.
 */
export async function planPackage(context: PlanContext<HecateOptions>): Promise<Plan> {
  const { dir, options, bundles, manifestFile } = context
  const ebin = options.ebin ?? DEFAULT_EBIN
  const selection = await context.select([...ebinPatterns(ebin), ...staticPatterns(options)])
  const compiled = compiledFiles(selection.files, ebin)
  const sdkApps = findSdkApps(await readAppFiles(dir, compiled))
  const sdkFolders = new Set(compiled.filter(({ app }) => sdkApps.has(app)).map(({ folder }) => folder))
  const own = compiled.filter(({ folder }) => !sdkFolders.has(folder))

  const { entries: modules, diagnostics } = toModuleEntries(own, manifestFile)
  if (!own.some(({ from }) => from.endsWith('.beam'))) diagnostics.push(noModules(manifestFile, ebin))
  const compiledPaths = new Set(compiled.map(({ from }) => from))
  const others = selection.files.filter((file) => !compiledPaths.has(file.path))
  const { entries: assets, excluded } = toOtherEntries(others, { options, roots: rootsOf(own) })
  return {
    entries: [...modules, ...assets, ...toBundleEntries(bundles)],
    excluded: [...withoutFolders(selection.excluded, sdkFolders), ...excluded].toSorted(byPath),
    diagnostics: [...selection.diagnostics, ...diagnostics],
  }
}

/** The folder of the Erlang project that a file was compiled in: what is before `_build/`, with its slash, or nothing. */
export function projectOf(from: string): string {
  return /^((?:[^/]+\/)*?)_build\//.exec(from)?.[1] ?? ''
}

/** A file of an `ebin` folder. */
interface CompiledFile {
  readonly from: string
  /** The application: the folder above `ebin`, as rebar3 names it. */
  readonly app: string
  /** The application's folder, with a slash at its end. */
  readonly folder: string
}

function ebinPatterns(globs: readonly string[]): DefaultPattern[] {
  return globs.flatMap((glob) =>
    ['beam', 'app'].map((ending) => ({ glob: `${trimSlash(glob)}/*.${ending}`, why: 'ebin' })),
  )
}

function staticPatterns({ frontend }: HecateOptions): DefaultPattern[] {
  if (isBundled(frontend)) return []
  if (frontend !== undefined) return [{ glob: `${escapeGlob(trimSlash(frontend.dir))}/**`, why: 'frontend' }]
  return [STATIC, `*/${STATIC}`].map((folder) => ({ glob: `${folder}/**`, why: STATIC }))
}

function compiledFiles(files: readonly SelectedFile[], globs: readonly string[]): CompiledFile[] {
  const patterns = globs.map((glob) => compilePattern(trimSlash(glob)))
  return files.flatMap(({ path: from }) => {
    const ebin = path.posix.dirname(from)
    const isCompiled = /\.(?:beam|app)$/.test(from) && patterns.some((pattern) => pattern.matches(ebin))
    // An `ebin` at the top has no folder above it.
    const folder = ebin.includes('/') ? path.posix.dirname(ebin) : ebin
    return isCompiled ? [{ from, app: path.posix.basename(folder), folder: `${folder}/` }] : []
  })
}

async function readAppFiles(dir: string, files: readonly CompiledFile[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const { from, app } of files) {
    if (from.endsWith(`/${app}.app`)) texts.set(app, await readFile(path.join(dir, from), 'utf8'))
  }
  return texts
}

function toModuleEntries(
  files: readonly CompiledFile[],
  manifestFile: string,
): { entries: PlanEntry[]; diagnostics: Plan['diagnostics'][number][] } {
  const entries = new Map<string, PlanEntry>()
  const diagnostics: Plan['diagnostics'][number][] = []
  for (const { from, app } of files) {
    const inArchive = `${EBIN}/${path.posix.basename(from)}`
    const other = entries.get(inArchive)
    if (other === undefined) entries.set(inArchive, { path: inArchive, from, why: `application ${app}` })
    else diagnostics.push(moduleTwice(manifestFile, { path: inArchive, from: [other.from, from] }))
  }
  return { entries: [...entries.values()], diagnostics }
}

function rootsOf(files: readonly CompiledFile[]): ReadonlySet<string> {
  return new Set(files.map(({ from }) => projectOf(from)))
}

/** The frontend goes to `priv/static/`, all else stays where it is. */
function toOtherEntries(
  files: readonly SelectedFile[],
  { options, roots }: { readonly options: HecateOptions; readonly roots: ReadonlySet<string> },
): { entries: PlanEntry[]; excluded: ExcludedFile[] } {
  const { frontend } = options
  const dir = frontend !== undefined && !isBundled(frontend) ? `${trimSlash(frontend.dir)}/` : undefined
  const entries: PlanEntry[] = []
  const excluded: ExcludedFile[] = []
  for (const { path: from, why, executable } of files) {
    const root = why === STATIC ? from.slice(0, from.indexOf(`${STATIC}/`)) : ''
    // A folder named so that belongs to no Erlang project: of an example, or of another package.
    if (root !== '' && !roots.has(root)) {
      excluded.push({ path: from, rule: 'not-selected' })
      continue
    }
    const isSite = why === 'frontend' && dir !== undefined
    const inArchive = isSite ? `${STATIC}/${from.slice(dir.length)}` : from.slice(root.length)
    entries.push({ path: inArchive, from, why, ...(executable && { executable }) })
  }
  return { entries, excluded }
}

function toBundleEntries(bundles: PlanContext['bundles']): PlanEntry[] {
  return [...bundles].flatMap(([id, { folder, build }]) => {
    const modules = new Set(build.entryPoints.map(({ file }) => file))
    return build.outputs.map((output) => ({
      // Its name is fixed: hecate-web asks for this one.
      path: `${STATIC}/${modules.has(output.path) ? 'component.js' : output.path}`,
      from: `${folder}/${output.path}`,
      why: `bundle ${id}`,
    }))
  })
}

function withoutFolders(excluded: readonly ExcludedFile[], folders: ReadonlySet<string>): ExcludedFile[] {
  const kept = excluded.filter(({ path: name }) => ![...folders].some((folder) => name.startsWith(folder)))
  return [...kept, ...[...folders].map((folder) => ({ path: folder, rule: 'sdk-provided' }))]
}

function byPath(a: ExcludedFile, b: ExcludedFile): number {
  return a.path < b.path ? -1 : 1
}

function trimSlash(folder: string): string {
  return folder.replace(/^\.\//, '').replace(/\/+$/, '')
}
