import type { EnvironmentModuleNode } from 'vite'

/**
 * Tells whether nobody imports a module any more, neither directly nor through modules that nobody imports. Vite reloads the
 * document when one of these changes; forgotten as importers, they are no reason to.
 *
 * @param isSource tells which modules need an importer to be on a page at all, as opposed to an entry of the host.
 */
export function isOrphan(
  module: EnvironmentModuleNode,
  isSource: (module: EnvironmentModuleNode) => boolean,
  seen: Set<EnvironmentModuleNode> = new Set(),
): boolean {
  // A cycle is held by whatever else imports one of its modules.
  if (seen.has(module)) return false
  seen.add(module)
  if (module.isSelfAccepting === true || !isSource(module)) return false
  for (const importer of module.importers) {
    if (isOrphan(importer, isSource, seen)) module.importers.delete(importer)
  }
  return module.importers.size === 0
}
