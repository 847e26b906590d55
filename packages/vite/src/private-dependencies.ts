import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createIdResolver } from 'vite'
import type { DevEnvironment, ResolvedConfig } from 'vite'
import type { Context } from './context.ts'
import { createOwners, toSlashes } from './merge/owners.ts'

/** Packages that plugins bring themselves. Every plugin keeps its own version. */
export interface PrivateDependencies {
  /** The plugin behind a file: its own source, or a package that one plugin alone brought. */
  pluginOf(file: string): string | undefined
  /** Whether a file is a plugin's, or of a package that any plugin brought. */
  isInside(file: string): boolean
  /** Notes that a file inside imports a file of a package, which is inside from now on. */
  note(importer: string, resolved: string): void
}

export function createPrivateDependencies(context: Context): PrivateDependencies {
  /** Package folder to the plugins that brought it. */
  const folders = new Map<string, Set<string>>()
  const owners = createOwners(folders)

  function pluginsOf(file: string): ReadonlySet<string> | undefined {
    const plugin = context.merge.owners.of(file)
    return plugin === undefined ? owners.of(file) : new Set([plugin.name])
  }

  return {
    pluginOf(file) {
      const plugins = pluginsOf(file)
      return plugins?.size === 1 ? [...plugins][0] : undefined
    },
    isInside: (file) => pluginsOf(file) !== undefined,
    note(importer, resolved) {
      const folder = packageFolderOf(resolved)
      if (folder === undefined || context.merge.owners.of(folder) !== undefined) return
      const plugins = folders.get(folder) ?? new Set()
      for (const plugin of pluginsOf(importer) ?? []) plugins.add(plugin)
      folders.set(folder, plugins)
    },
  }
}

/** Resolves imports from the importer's own folder, past Vite's pre-bundled packages, which know one version of each name. */
export type ResolvePrivate = (id: string, importer: string) => Promise<string | undefined>

export function createPrivateResolver(config: ResolvedConfig, environment: DevEnvironment): ResolvePrivate {
  const resolve = createIdResolver(config, {})
  return (id, importer) => resolve(environment, id, importer)
}

/**
 * The address of a plugin's private dependency in development: pre-bundled under its absolute path, so that two versions of
 * one package are two entries. What cannot be pre-bundled is served as it is.
 */
export async function toOptimized(environment: DevEnvironment, file: string): Promise<string> {
  const optimizer = environment.depsOptimizer
  if (optimizer === undefined || !isOptimizable(file, environment)) return file
  const known = await findBundled(environment, file)
  return optimizer.getOptimizedDepId(known ?? optimizer.registerMissingImport(file, file))
}

/**
 * What Vite has bundled, or is about to, by its specifier or its file: the host may have a plugin's file by another name, from
 * its own import or a line of `optimizeDeps.include`.
 */
export async function findBundled(
  { depsOptimizer: optimizer }: DevEnvironment,
  id: string,
): Promise<OptimizedDependency | undefined> {
  if (optimizer === undefined) return undefined
  await optimizer.scanProcessing
  return optimizer.metadata.depInfoList.find(
    (found) => found.id === id || (found.src !== undefined && toSlashes(found.src) === id),
  )
}

type OptimizedDependency = NonNullable<DevEnvironment['depsOptimizer']>['metadata']['depInfoList'][number]

/** Whether Vite may pre-bundle a file: JavaScript of an installed package that is not excluded. */
export function isOptimizable(file: string, environment: DevEnvironment): boolean {
  const { exclude = [] } = environment.config.optimizeDeps
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]
  return name !== undefined && /\.[cm]?js$/.test(file) && !exclude.includes(name)
}

/** The absolute entry files of all `dependencies` of all plugins, to be pre-bundled before a page needs them. */
export async function listPrivateEntries(
  context: Context,
  { resolve, privates }: { readonly resolve: ResolvePrivate; readonly privates: PrivateDependencies },
): Promise<readonly string[]> {
  const wanted = context.merge.plugins.flatMap(({ realDir }) => {
    const names = [...(context.host.packages.read(realDir)?.dependencies.keys() ?? [])]
    const importer = join(realDir, 'package.json')
    return names.filter((name) => !context.shared.has(name)).map((name) => ({ name, importer }))
  })
  const files = await Promise.all(
    wanted.map(async ({ name, importer }) => {
      const file = await resolve(name, importer)
      if (file !== undefined) privates.note(importer, file)
      return file ?? []
    }),
  )
  return [...new Set(files.flat())]
}

function packageFolderOf(file: string): string | undefined {
  for (
    let folder = dirname(file.replace(/[?#].*$/, ''));
    dirname(folder) !== folder;
    folder = dirname(folder)
  ) {
    if (existsSync(join(folder, 'package.json'))) return toSlashes(folder)
  }
  return undefined
}
