import type { Diagnostic } from '@plugwright/diagnostics'
import type { ESTree } from 'vite'
import { callFunction, itemsOf } from './call-function.ts'
import { routesComputed } from './diagnostics.ts'
import { beside, follow, importOf, isFrom } from './evaluate.ts'
import type { Located } from './evaluate.ts'
import { ROUTER } from './read-element.ts'
import type { ElementContext } from './read-element.ts'
import { readRoute } from './read-route.ts'
import type { RouteNode, RouteTable, Slot } from './route-node.ts'
import { placeOf, walk } from './source-module.ts'
import type { Node, SourceModule } from './source-module.ts'

const ROUTER_CALLS: ReadonlySet<string> = new Set([
  'createBrowserRouter',
  'createHashRouter',
  'createMemoryRouter',
  'useRoutes',
])

/** Reads every `<Routes>`, `createBrowserRouter()` and `useRoutes()` of a file. */
export function readRouteTables(module: SourceModule, context: ElementContext): readonly RouteTable[] {
  const tables: RouteTable[] = []
  for (const node of walk(module.program)) {
    const lists = listsOf(node, module)
    if (lists === undefined) continue
    const problems: Diagnostic[] = []
    const routes = lists.flatMap(({ node: item, kind }) =>
      readRoutes(
        { value: { node: item, module, bindings: new Map() }, slot: { module, node: item, kind } },
        { ...context, problems },
      ),
    )
    tables.push({ module, routes, problems })
  }
  return tables
}

function listsOf(node: Node, module: SourceModule): readonly Omit<Slot, 'module'>[] | undefined {
  if (
    node.type === 'JSXElement' &&
    isFrom(node.openingElement.name, module, { package: ROUTER, name: 'Routes' })
  )
    return node.children.map((child) => ({ node: child, kind: 'child' }))
  if (node.type !== 'CallExpression') return undefined
  const imported = importOf(node.callee, module)
  const isRouter =
    imported !== undefined && ROUTER.test(imported.specifier) && ROUTER_CALLS.has(imported.name)
  const [list] = node.arguments
  return isRouter && list !== undefined ? [{ node: list, kind: 'value' }] : undefined
}

/** One thing that stands for no, one or several routes. */
export interface RoutesItem {
  readonly value: Located
  readonly slot: Slot
  /** @default slot */
  readonly anchor?: Slot
  readonly item?: Slot | undefined
  /** How many functions it is inside, so that one that calls itself ends. @default 0 */
  readonly depth?: number
}

export interface RoutesContext extends ElementContext {
  /** Gets what could not be read. */
  readonly problems: Diagnostic[]
}

const MAX_DEPTH = 16

/** Reads the routes that an expression stands for. Problem: `ADOPT_ROUTES_COMPUTED`. */
export function readRoutes(item: RoutesItem, context: RoutesContext): readonly RouteNode[] {
  const value = follow(item.value, context.graph)
  const { node, module } = value
  const isElsewhere = value.module !== item.value.module || !holds(item.slot.node, node)
  const slot: Slot = isElsewhere ? { module, node, kind: 'value' } : item.slot
  const here: RoutesItem = { ...item, value, slot, anchor: item.anchor ?? item.slot }
  if (node.type === 'JSXText' || node.type === 'JSXEmptyExpression' || node.type === 'Literal') return []
  if (node.type === 'JSXFragment') return readAll(here, { nodes: node.children, kind: 'child', context })
  if (node.type === 'ArrayExpression')
    return readAll(here, { nodes: node.elements, kind: 'element', context })
  if (node.type === 'ObjectExpression') return toRoute(here, context)
  if (node.type === 'JSXElement') {
    const { name } = node.openingElement
    if (isFrom(name, module, { package: /^react$/, name: 'Fragment' }))
      return readAll(here, { nodes: node.children, kind: 'child', context })
    if (isFrom(name, module, { package: ROUTER, name: 'Route' })) return toRoute(here, context)
  }
  return node.type === 'CallExpression' ? readCall(here, node, context) : refuse(here, context)
}

function toRoute(
  { value, slot, anchor = slot, item, depth }: RoutesItem,
  context: RoutesContext,
): readonly RouteNode[] {
  const readChildren = (child: Pick<RoutesItem, 'value' | 'slot'>): readonly RouteNode[] =>
    readRoutes(depth === undefined ? child : { ...child, depth }, context)
  return [readRoute(value, { ...context, readChildren, slot, anchor, item })]
}

interface Siblings {
  readonly nodes: readonly (Node | null)[]
  readonly kind: 'child' | 'element'
  readonly context: RoutesContext
}

function readAll(item: RoutesItem, { nodes, kind, context }: Siblings): readonly RouteNode[] {
  return nodes.flatMap((node) => {
    if (node === null) return []
    const inner = node.type === 'SpreadElement' ? node.argument : node
    const slot: Slot = { module: item.value.module, node, kind }
    // What comes from a constant or a fragment among others has that for its anchor.
    const anchor = item.anchor === undefined || item.anchor.kind === 'value' ? slot : item.anchor
    return readRoutes({ ...item, value: beside(item.value, inner), slot, anchor }, context)
  })
}

function readCall(
  item: RoutesItem,
  { callee, arguments: args }: ESTree.CallExpression,
  context: RoutesContext,
): readonly RouteNode[] {
  const { value, depth = 0 } = item
  const [first] = args
  const imported = importOf(callee, value.module)
  if (/^createRoutesFrom(Elements|Children)$/.test(imported?.name ?? '') && first !== undefined) {
    const slot: Slot = { module: value.module, node: first, kind: 'value' }
    return readRoutes({ ...item, value: beside(value, first), slot }, context)
  }
  if (depth >= MAX_DEPTH) return refuse(item, context)
  if (first !== undefined && isMap(callee)) {
    const list = itemsOf(beside(value, callee.object), context.graph)
    if (list === undefined) return refuse(item, context)
    return list.flatMap((element) => {
      const made = callFunction(beside(value, first), [element], context)
      const slot: Slot = { module: element.module, node: element.node, kind: 'element' }
      if (made === undefined) return refuse(item, context)
      return readRoutes({ ...item, value: made, item: slot, depth: depth + 1 }, context)
    })
  }
  const given = args.map((argument) => beside(value, argument))
  const made = callFunction(beside(value, callee), given, context)
  return made === undefined
    ? refuse(item, context)
    : readRoutes({ ...item, value: made, depth: depth + 1 }, context)
}

function refuse({ slot }: RoutesItem, { problems }: RoutesContext): readonly [] {
  problems.push(routesComputed(placeOf(slot.module, slot.node)))
  return []
}

/** `{routes}` holds `routes`. */
function holds(outer: Node, inner: Node): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

function isMap(callee: Node): callee is Node & { type: 'MemberExpression'; object: Node } {
  return (
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'map'
  )
}
