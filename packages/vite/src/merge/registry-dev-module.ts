import { loaderOf } from './registry-module.ts'
import type { RegistryRecords } from './registry-module.ts'
import { toSource } from './source-text.ts'

/** Groups of permissions, for "view as" in development. */
export type SeedGroups = readonly { readonly name: string; readonly permissions: readonly string[] }[]

/**
 * Writes `virtual:plugwright` for development: plain records. The registry survives each evaluation and takes the new data,
 * and what the server finds out later about a plugin's code reaches it as an event.
 *
 * @param groups for the inspector; `undefined` where it is switched off.
 */
export function formatRegistryModule(records: RegistryRecords, groups?: SeedGroups): string {
  const { plugins, ...rest } = records
  const list = plugins.map((plugin) => `{ ${toSource(plugin).slice(1, -1)}, load: ${loaderOf(plugin)} }`)
  return [
    `import { createRegistry } from '@plugwright/runtime'`,
    `import { followProblems } from '@plugwright/vite/hot'`,
    ...(groups === undefined ? [] : [`import { followInspector } from '@plugwright/vite/inspect'`]),
    `const data = { ${toSource(rest).slice(1, -1)}, plugins: [\n  ${list.join(',\n  ')}\n] }`,
    'const { registry: kept } = import.meta.hot.data',
    'kept?.replace(data)',
    'export const registry = (import.meta.hot.data.registry = kept ?? createRegistry(data))',
    'followProblems(registry, import.meta.hot)',
    ...(groups === undefined ? [] : [`followInspector(registry, ${formatInspectorOptions(groups)})`]),
    'import.meta.hot.accept()',
  ].join('\n')
}

function formatInspectorOptions(groups: SeedGroups): string {
  return `{ hot: import.meta.hot, base: import.meta.env.BASE_URL, groups: ${toSource(groups)} }`
}
