import type { RouteNode, RouteTable } from './route-node.ts'

/** A route at the end of a branch, with its whole address. */
export interface PageRoute {
  readonly node: RouteNode
  /** The routes around it, outermost first. */
  readonly ancestors: readonly RouteNode[]
  /** `/crm/customers/:id`, `/` */
  readonly path: string
  readonly table: RouteTable
}

/** Lists the routes of a table that show something or could, in the order of the text. */
export function listPageRoutes(table: RouteTable): readonly PageRoute[] {
  const found: PageRoute[] = []
  const visit = (node: RouteNode, ancestors: readonly RouteNode[]): void => {
    for (const child of node.children) visit(child, [...ancestors, node])
    const isEnd = node.children.length === 0 && (node.content !== undefined || node.dataProperties.length > 0)
    if (isEnd) found.push({ node, ancestors, path: joinPaths([...ancestors, node]), table })
  }
  for (const node of table.routes) visit(node, [])
  return found
}

/** The address of nested routes: `/`, `crm`, `:id` → `/crm/:id`; one that begins with `/` stands for itself. */
export function joinPaths(nodes: readonly Pick<RouteNode, 'path'>[]): string {
  let joined: string[] = []
  for (const { path = '' } of nodes) {
    // A parent with a rest has its children below what comes before it.
    if (joined.at(-1) === '*') joined.pop()
    joined = path.startsWith('/') ? segmentsOf(path) : [...joined, ...segmentsOf(path)]
  }
  return `/${joined.join('/')}`
}

/** `/crm//customers/` → `['crm', 'customers']` */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}
