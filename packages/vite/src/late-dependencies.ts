import { relative } from 'node:path'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { Context } from './context.ts'
import { lateDependency } from './diagnostics.ts'
import { findImport, findSourceOwner } from './isolate/code-inspector.ts'
import { toSlashes } from './merge/owners.ts'
import type { MergedPlugin } from './merge/registry-records.ts'
import { packageNameOf } from './package-json.ts'
import type { ResolvePrivate } from './private-dependencies.ts'

/** An import in plugin code that Vite bundles only now. */
export interface LateImport {
  /** `date-fns/format` */
  readonly specifier: string
  readonly importer: string
  /** The file of the package. */
  readonly file: string
}

/**
 * Notes a package that was found while a page opened. Vite bundles it then, and reloads the document where that changes what it
 * had bundled before. What a plugin declares is bundled from the start, unless the plugin came later: that is no mistake.
 *
 * @returns whether there is something new to tell.
 */
export async function noteLateImport(
  context: Context,
  late: LateImport,
  resolve: ResolvePrivate,
): Promise<boolean> {
  const { specifier, importer } = late
  const owner = findSourceOwner(context, importer)
  const plugin = context.merge.plugins.find(({ name }) => name === owner?.name)
  if (plugin === undefined || isDeclared(context, { plugin, specifier })) return false
  const key = toKey({ plugin: plugin.name, specifier })
  if (context.lateDependencies.has(key)) return false
  const span = findImport(specifier, importer)?.span
  const place = { file: importer, ...(span && { span }) }
  const hint = await toHint(context, { plugin, resolve, late })
  context.lateDependencies.set(key, lateDependency(specifier, { plugin: plugin.name, hint, ...place }))
  return true
}

/** Forgets the problems of plugins that are gone, and of packages that are declared by now; to be called after a scan. */
export function forgetSettledImports(context: Context): void {
  const { lateDependencies, merge } = context
  const plugins = new Map(merge.discovery.plugins.map((plugin) => [plugin.name, plugin]))
  for (const key of lateDependencies.keys()) {
    const { plugin: name, specifier } = fromKey(key)
    const plugin = plugins.get(name)
    if (plugin === undefined || isDeclared(context, { plugin, specifier })) lateDependencies.delete(key)
  }
}

/** Neither names of plugins nor of packages have spaces. */
function toKey({ plugin, specifier }: { readonly plugin: string; readonly specifier: string }): string {
  return `${plugin} ${specifier}`
}

function fromKey(key: string): { readonly plugin: string; readonly specifier: string } {
  const [plugin = '', specifier = ''] = key.split(' ')
  return { plugin, specifier }
}

/** A package's main entry is bundled from the start where its package.json names it. */
function isDeclared(
  { host }: Context,
  { plugin, specifier }: { readonly plugin: DiscoveredPlugin; readonly specifier: string },
): boolean {
  const { dependencies, peerDependencies } = host.packages.read(plugin.realDir) ?? {}
  return dependencies?.has(specifier) === true || peerDependencies?.has(specifier) === true
}

/** The line to add: in the plugin's package.json, or in the config of the host where only a part of a package is imported. */
async function toHint(
  context: Context,
  {
    plugin,
    resolve,
    late: { specifier, file },
  }: { readonly plugin: MergedPlugin; readonly resolve: ResolvePrivate; readonly late: LateImport },
): Promise<string> {
  const { host, root } = context
  const name = packageNameOf(specifier)
  const ofHost = await resolve(specifier, `${root}/index.html`)
  const isHostCopy = ofHost !== undefined && toSlashes(ofHost) === toSlashes(file)
  if (name === specifier) {
    const dir = host.packages.find(name, isHostCopy ? root : plugin.realDir)
    const version = dir === undefined ? undefined : host.packages.read(dir)?.version
    const field = isHostCopy ? 'peerDependencies' : 'dependencies'
    const range = version === undefined ? '*' : `^${version}`
    const manifest = toSlashes(relative(root, `${plugin.realDir}/package.json`))
    return `add "${name}": "${range}" to ${field} in ${manifest}.`
  }
  const path = toSlashes(relative(root, file))
  const id = isHostCopy ? specifier : path.startsWith('.') ? path : `./${path}`
  return `add '${id}' to optimizeDeps.include in the host's Vite config.`
}
