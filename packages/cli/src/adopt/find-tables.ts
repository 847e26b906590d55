import type { ElementContext } from './read-element.ts'
import { readRouteTables } from './read-routes.ts'
import { listPageRoutes } from './page-route.ts'
import type { RouteTable } from './route-node.ts'
import type { SourceModule } from './source-module.ts'

/**
 * The routes that the app itself has. Those of a page with a rest (`docs/*`) are inside the page, and go with it.
 */
export function findTables(modules: readonly SourceModule[], context: ElementContext): readonly RouteTable[] {
  const tables = modules.flatMap((module) => readRouteTables(module, context))
  const inner = new Set<SourceModule>()
  for (const table of tables) {
    if (inner.has(table.module)) continue
    const files = listPageRoutes(table).flatMap(({ path, node: { content } }) => {
      const use = content !== undefined && 'value' in content ? content.value.inner : undefined
      const from = use?.kind === 'component' ? use.component.from : undefined
      return path.endsWith('*') && from !== undefined && 'file' in from ? [from.file] : []
    })
    for (const module of context.graph.reach(files)) if (module !== table.module) inner.add(module)
  }
  return tables.filter(
    ({ module, routes, problems }) => !inner.has(module) && routes.length + problems.length > 0,
  )
}
