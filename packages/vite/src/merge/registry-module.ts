import type { PluginRecord, RegistryData } from '@plugwright/runtime'
import { compact } from './registry-records.ts'
import { toSource } from './source-text.ts'
import { toPluginId } from './virtual-ids.ts'

/** {@link RegistryData} whose plugins have no loaders yet: these are the generated part. */
export type RegistryRecords = Omit<RegistryData, 'plugins'> & {
  readonly plugins: readonly Omit<PluginRecord, 'load'>[]
}

/**
 * Stand in the text for what only the finished bundle knows: the way to its base and to the deploy record. Longer than what takes
 * their places, so that positions in source maps stay right.
 */
export const BASE_PLACEHOLDER = '__PLUGWRIGHT_BASE__'
export const RECORD_PLACEHOLDER = '__PLUGWRIGHT_RECORD_OF_WHAT_IS_DEPLOYED__'

/** The source that most plugins have; it costs a build no bytes. */
const USUAL_SOURCE = 'install'

/**
 * Writes `virtual:plugwright` for a build. It is part of the start bundle, so a plugin is one call with positional
 * arguments: what is left of it after minification is its data and about 65 bytes.
 */
export function formatRegistryBuild(records: RegistryRecords): string {
  const { plugins, ...rest } = records
  return [
    `import { createRegistry } from '@plugwright/runtime'`,
    'const plugin = (name, load, version, displayName, nav, blocks, rest) =>',
    `  ({ name, load, version, displayName, nav, blocks, source: ${toSource(USUAL_SOURCE)}, ...rest })`,
    `const deploy = { from: import.meta.url, base: ${toSource(BASE_PLACEHOLDER)}, record: ${toSource(RECORD_PLACEHOLDER)} }`,
    `export const registry = createRegistry({ ${toSource(rest).slice(1, -1)}, deploy, plugins: [`,
    ...plugins.map((plugin) => `  ${formatCall(plugin)},`),
    '] })',
  ].join('\n')
}

/** Writes `virtual:plugwright` for servers: a registry without plugins, so that a host renders its frame. */
export function formatRegistryStub(records: RegistryRecords): string {
  const empty = { ...records, plugins: [], problems: [] }
  return `import { createRegistry } from '@plugwright/runtime'\nexport const registry = createRegistry(${toSource(empty)})`
}

function formatCall(plugin: RegistryRecords['plugins'][number]): string {
  const { name, version, displayName, nav, blocks, source, ...others } = plugin
  const rest = compact({ source: source === USUAL_SOURCE ? undefined : source, ...others })
  const positional = [displayName, nav, blocks, Object.keys(rest).length === 0 ? undefined : rest]
  while (positional.length > 0 && positional.at(-1) === undefined) positional.pop()
  const texts = positional.map((value) => (value === undefined ? 'void 0' : toSource(value)))
  return `plugin(${[toSource(name), loaderOf(plugin), toSource(version), ...texts].join(', ')})`
}

/** The loader of a plugin, as source. */
export function loaderOf({ name }: { readonly name: string }): string {
  return `() => import(${toSource(toPluginId(name))})`
}
