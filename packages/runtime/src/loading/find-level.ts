import type { PluginModule } from '../registry-data.ts'

/** Finds the second level of a plugin in what was imported: a file of a build may hold several. */
export function findLevel(namespace: unknown, plugin: string): PluginModule | undefined {
  if (typeof namespace !== 'object' || namespace === null) return undefined
  const candidates: unknown[] = [namespace, ...Object.values(namespace)]
  return candidates.find((value): value is PluginModule => isLevel(value, plugin))
}

/** One that is written by hand need not say whose it is. */
function isLevel(value: unknown, plugin: string): boolean {
  const { pages, name = plugin } = (value ?? {}) as Partial<PluginModule>
  return Array.isArray(pages) && name === plugin
}
