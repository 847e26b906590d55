import type { EnvironmentModuleNode } from 'vite'

/**
 * Tells whether a module of a plugin that takes no part (shadowed, broken, removed) is on no page: neither the host nor a
 * plugin that takes part imports it, directly or through others. What a browser still has of it is out of sight.
 *
 * @param isIdle tells which modules belong to such plugins, second levels included.
 */
export function isUnused(
  module: EnvironmentModuleNode,
  isIdle: (module: EnvironmentModuleNode) => boolean,
  seen: Set<EnvironmentModuleNode> = new Set(),
): boolean {
  if (seen.has(module)) return true
  seen.add(module)
  return isIdle(module) && [...module.importers].every((importer) => isUnused(importer, isIdle, seen))
}
