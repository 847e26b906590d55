import { beside, follow, keyOf, propertyOf, returnedBy } from './evaluate.ts'
import type { Located } from './evaluate.ts'
import type { ModuleGraph } from './module-graph.ts'
import type { Node } from './source-module.ts'

/**
 * What a function that only returns gives for some arguments, as an expression with its parameters known: `({ path }) => <Route
 * path={path} />`. `undefined` for other functions.
 */
export function callFunction(
  callee: Located,
  args: readonly Located[],
  { graph }: { readonly graph: ModuleGraph },
): Located | undefined {
  const found = follow(callee, graph)
  const returned = returnedBy(found.node)
  if (returned === undefined || !('params' in found.node)) return undefined
  const bindings = new Map(found.bindings)
  for (const [index, parameter] of found.node.params.entries()) {
    const argument = args[index]
    if (argument !== undefined) bind(parameter, argument, { bindings, graph })
  }
  return { node: returned, module: found.module, bindings }
}

/** The items of a list that is written out, those of spread lists among them; `undefined` for other lists. */
export function itemsOf(list: Located, graph: ModuleGraph): readonly Located[] | undefined {
  const found = follow(list, graph)
  if (found.node.type !== 'ArrayExpression') return undefined
  const items: Located[] = []
  for (const element of found.node.elements) {
    if (element === null) continue
    const isSpread = element.type === 'SpreadElement'
    const inner = isSpread ? itemsOf(beside(found, element.argument), graph) : [beside(found, element)]
    if (inner === undefined) return undefined
    items.push(...inner)
  }
  return items
}

interface Scope {
  readonly bindings: Map<string, Located>
  readonly graph: ModuleGraph
}

function bind(pattern: Node, value: Located, scope: Scope): void {
  if (pattern.type === 'Identifier') scope.bindings.set(pattern.name, value)
  if (pattern.type !== 'ObjectPattern') return
  const object = follow(value, scope.graph)
  for (const property of pattern.properties) {
    const key = property.type === 'Property' ? keyOf(property.key) : undefined
    const member = key === undefined ? undefined : propertyOf(object, key, scope.graph)
    if (property.type === 'Property' && member !== undefined) bind(property.value, member, scope)
  }
}
