import { loaderOf } from './registry-module.ts'
import type { RegistryRecords } from './registry-module.ts'
import { toSource } from './source-text.ts'
import { LEVELS_ID } from './virtual-ids.ts'

/** Groups of permissions, for "view as" in development. */
export type SeedGroups = readonly { readonly name: string; readonly permissions: readonly string[] }[]

/**
 * Writes `virtual:plugwright` for development: plain records. The registry survives each evaluation and takes the new data,
 * and what the server finds out later about a plugin's code reaches it as an event. The imports stand in a module of their own,
 * because the server resolves every import of a module again with each of its changes.
 *
 * @param groups for the inspector; `undefined` where it is switched off.
 */
export function formatRegistryModule(records: RegistryRecords, groups?: SeedGroups): string {
  const { plugins, ...rest } = records
  return [
    `import { createRegistry } from '@plugwright/runtime'`,
    `import { followProblems } from '@plugwright/vite/hot'`,
    ...(groups === undefined ? [] : [`import { followInspector } from '@plugwright/vite/inspect'`]),
    `import { levels } from ${toSource(LEVELS_ID)}`,
    `const plugins = [\n  ${plugins.map(toSource).join(',\n  ')}\n]`,
    'const withLoader = (plugin) => ({ ...plugin, load: levels[plugin.name] })',
    `const data = { ${toSource(rest).slice(1, -1)}, plugins: plugins.map(withLoader) }`,
    'const { registry: kept } = import.meta.hot.data',
    'kept?.replace(data)',
    'export const registry = (import.meta.hot.data.registry = kept ?? createRegistry(data))',
    'followProblems(registry, import.meta.hot)',
    ...(groups === undefined ? [] : [`followInspector(registry, ${formatInspectorOptions(groups)})`]),
    'import.meta.hot.accept()',
  ].join('\n')
}

/**
 * Writes `virtual:plugwright/levels`. The text follows from the names alone, whatever their order. What every second level
 * imports is fetched with it, so that the first page does not wait for it.
 */
export function formatLevels(plugins: readonly { readonly name: string }[]): string {
  const loaders = plugins.map((plugin) => `${toSource(plugin.name)}: ${loaderOf(plugin)}`)
  return `import '@plugwright/runtime/hot'\nexport const levels = {\n  ${loaders.toSorted().join(',\n  ')}\n}`
}

function formatInspectorOptions(groups: SeedGroups): string {
  return `{ hot: import.meta.hot, base: import.meta.env.BASE_URL, groups: ${toSource(groups)} }`
}
