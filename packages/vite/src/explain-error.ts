import { existsSync } from 'node:fs'
import { relative } from 'node:path'
import type { DevEnvironment, EnvironmentModuleNode } from 'vite'
import type { Context } from './context.ts'
import { isWatched } from './live/folders.ts'
import type { PluginEntry } from './merge/contribution.ts'
import { toSlashes } from './merge/owners.ts'
import type { MergedPlugin } from './merge/registry-records.ts'
import { readSource } from './read-source.ts'

/** What Vite and its plugins know about an error; `id` and `file` may have a query. */
export interface TransformError {
  readonly id?: string
  readonly loc?: { readonly file?: string; readonly line?: number }
  message: string
}

/**
 * Adds to an error in code of a plugin, for Vite's overlay and the terminal, whose code it is, where its manifest leads to it,
 * and what to do. It is for what only the user's Vite plugins can read (stylesheets, `.vue`, `.svelte`): other broken code gets
 * a card in the app, and no error. Errors of the host stay as they are.
 */
export function explainError(error: TransformError, context: Context, client: DevEnvironment): void {
  const file = fileOf(error)
  const name = context.merge.owners.of(file)?.name
  const plugin = context.merge.plugins.find((candidate) => candidate.name === name)
  if (plugin === undefined || error.message.includes('\nManifest: ')) return
  const place = (path: string): string => toSlashes(relative(context.root, path))
  const entry = findEntry(client.moduleGraph.getModulesByFile(file) ?? [], context)
  const module = entry === undefined ? undefined : entry.file.slice(toSlashes(plugin.realDir).length + 1)
  error.message = [
    error.message.trimEnd(),
    '',
    `Plugin: ${plugin.name} ${plugin.manifest.version}`,
    `Manifest: ${place(plugin.manifestFile)}:${findLine(plugin, module)}${module === undefined ? '' : ` (${module} needs this file)`}`,
    `Fix: correct ${place(file)}${formatLine(error)}. The rest of the app works meanwhile; Esc closes this.`,
    '',
  ].join('\n')
}

/**
 * Whether an error is about a file that went while it was read, or whose plugin takes no part any more: nobody can correct the
 * one, and nobody is shown the other.
 */
export function isOfGoneFile(error: TransformError, context: Context): boolean {
  const file = fileOf(error)
  const { owners, plugins } = context.merge
  const owner = owners.of(file)
  const isLeftOut = owner !== undefined && !plugins.some((plugin) => plugin === owner)
  return isWatched(context, file) && (isLeftOut || !existsSync(file))
}

function fileOf({ id, loc }: TransformError): string {
  return toSlashes((id ?? loc?.file ?? '').replace(/[?#].*$/, ''))
}

/** Columns begin at 0 for some tools and at 1 for others, and some have no line either. */
function formatLine({ loc }: TransformError): string {
  return Number.isInteger(loc?.line) ? `:${loc?.line}` : ''
}

/** The page, block or frontend entry that needs one of these modules. */
function findEntry(modules: Iterable<EnvironmentModuleNode>, { merge }: Context): PluginEntry | undefined {
  const seen = new Set(modules)
  for (const module of seen) {
    const entry = merge.entries.get(module.file ?? '')
    if (entry !== undefined) return entry
    for (const importer of module.importers) seen.add(importer)
  }
  return undefined
}

/** The line of the manifest that names a module, or else the plugin. */
function findLine({ manifestFile }: MergedPlugin, module: string | undefined): number {
  const lines = (readSource(manifestFile) ?? '').split('\n')
  const named = module === undefined ? -1 : lines.findIndex((line) => line.includes(module))
  return 1 + Math.max(0, named === -1 ? lines.findIndex((line) => /^\s*"?name"?:/.test(line)) : named)
}
