import type { ESTree } from 'vite'
import type { ModuleGraph } from './module-graph.ts'

import type { ModuleImport, Node, SourceModule } from './source-module.ts'

/** A node with what its names stand for. */
export interface Located {
  readonly node: Node
  readonly module: SourceModule
  /** Parameters of the functions around it, as in `routes.map(({ path }) => …)`. */
  readonly bindings: ReadonlyMap<string, Located>
}

/** How many constants lead from one to the next before we take it for a circle. */
const MAX_STEPS = 32

/** A node at the top of a file, where no parameter is known. */
export function at(module: SourceModule, node: Node): Located {
  return { node, module, bindings: new Map() }
}

/** Another node in the same place. */
export function beside(value: Located, node: Node): Located {
  return { ...value, node }
}

/**
 * Follows names, members and imports to the expression that they stand for: `ROUTES.customers` → `'customers'`. Gives the
 * last one that could be reached.
 */
export function follow(value: Located, graph: ModuleGraph, steps: number = MAX_STEPS): Located {
  const { node } = value
  const inner = unwrap(node)
  if (inner !== node) return follow(beside(value, inner), graph, steps)
  const next = steps > 0 ? stepFrom(value, graph, steps) : undefined
  return next === undefined ? value : follow(next, graph, steps - 1)
}

function stepFrom(value: Located, graph: ModuleGraph, steps: number): Located | undefined {
  const { node } = value
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return lookUp(value, node.name, graph)
  const member = toMember(value, graph)
  if (member === undefined) return undefined
  const imported = namespaceOf(member.object, graph)
  if (imported !== undefined) return exportOf(imported, member.name, graph)
  return propertyOf(follow(member.object, graph, steps - 1), member.name, graph)
}

function lookUp({ bindings, module }: Located, name: string, graph: ModuleGraph): Located | undefined {
  const bound = bindings.get(name)
  if (bound !== undefined) return bound
  const declared = module.declarations.get(name)
  if (declared !== undefined) return at(module, declared)
  const imported = module.imports.get(name)
  const file = imported === undefined ? undefined : graph.resolve(imported.specifier, module.file)
  return file === undefined || imported === undefined ? undefined : exportOf(file, imported.name, graph)
}

function exportOf(file: string, name: string, graph: ModuleGraph): Located | undefined {
  const found = graph.findExport(file, name)
  if (found === undefined || 'from' in found.target) return undefined
  const { module, target } = found
  const node = 'node' in target ? target.node : module.declarations.get(target.local)
  return node === undefined ? undefined : at(module, node)
}

/** The file behind `import * as pages from './pages'`. */
function namespaceOf({ node, module }: Located, graph: ModuleGraph): string | undefined {
  const isName = node.type === 'Identifier' || node.type === 'JSXIdentifier'
  const imported = isName ? module.imports.get(node.name) : undefined
  return imported?.name === '*' ? graph.resolve(imported.specifier, module.file) : undefined
}

function toMember(value: Located, graph: ModuleGraph): { object: Located; name: string } | undefined {
  const { node } = value
  if (node.type === 'JSXMemberExpression')
    return { object: beside(value, node.object), name: node.property.name }
  if (node.type !== 'MemberExpression') return undefined
  const object = beside(value, node.object)
  if (node.computed) {
    const name = toText(beside(value, node.property), graph)
    return name === undefined ? undefined : { object, name }
  }
  return node.property.type === 'Identifier' ? { object, name: node.property.name } : undefined
}

/** The value of a property of an object or enum, as written; spread objects are looked into. */
export function propertyOf(value: Located, name: string, graph: ModuleGraph): Located | undefined {
  const { node } = value
  if (node.type === 'TSEnumDeclaration') {
    const member = node.body.members.find(({ id }) => keyOf(id) === name)
    return member?.initializer == null ? undefined : beside(value, member.initializer)
  }
  if (node.type !== 'ObjectExpression') return undefined
  for (const property of node.properties.toReversed()) {
    if (property.type === 'Property' && keyOf(property.key) === name) return beside(value, property.value)
    if (property.type !== 'SpreadElement') continue
    const spread = follow(beside(value, property.argument), graph)
    const found = propertyOf(spread, name, graph)
    if (found !== undefined) return found
  }
  return undefined
}

/** The name of a key that is written plainly. */
export function keyOf(key: Node): string | undefined {
  if (key.type === 'Identifier') return key.name
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined
}

/** The text that an expression stands for: strings, templates and sums of constants; `undefined` for others. */
export function toText(value: Located, graph: ModuleGraph): string | undefined {
  const found = follow(value, graph)
  const { node } = found
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined
  if (node.type === 'TemplateLiteral') {
    const parts = node.expressions.map((expression) => toText(beside(found, expression), graph))
    if (parts.includes(undefined)) return undefined
    return node.quasis.map(({ value: text }, index) => (text.cooked ?? '') + (parts[index] ?? '')).join('')
  }
  if (node.type !== 'BinaryExpression' || node.operator !== '+') return undefined
  const [left, right] = [toText(beside(found, node.left), graph), toText(beside(found, node.right), graph)]
  return left === undefined || right === undefined ? undefined : left + right
}

/** Without what only the compiler sees, and without `Object.freeze()`. */
function unwrap(node: Node): Node {
  if (
    node.type === 'TSAsExpression' ||
    node.type === 'TSSatisfiesExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'JSXExpressionContainer' ||
    node.type === 'ChainExpression'
  )
    return node.expression
  if (node.type !== 'CallExpression' || node.arguments.length !== 1) return node
  const { callee, arguments: list } = node
  const isFreeze =
    callee.type === 'MemberExpression' &&
    callee.object.type === 'Identifier' &&
    callee.object.name === 'Object' &&
    callee.property.type === 'Identifier' &&
    callee.property.name === 'freeze'
  return isFreeze ? (list[0] ?? node) : node
}

/** Where a name or `React.lazy` is imported from; `undefined` for what is declared here. */
export function importOf(node: Node, module: SourceModule): ModuleImport | undefined {
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') return module.imports.get(node.name)
  const isMember = node.type === 'MemberExpression' || node.type === 'JSXMemberExpression'
  if (!isMember || (node.property.type !== 'Identifier' && node.property.type !== 'JSXIdentifier'))
    return undefined
  const object = importOf(node.object, module)
  const isWhole = object?.name === '*' || object?.name === 'default'
  return isWhole ? { specifier: object.specifier, name: node.property.name } : undefined
}

/** Tells whether a name is the one that a package exports: `lazy` of `react`. */
export function isFrom(node: Node, module: SourceModule, of: { package: RegExp; name: string }): boolean {
  const found = importOf(node, module)
  return found !== undefined && found.name === of.name && of.package.test(found.specifier)
}

/** What a function without statements but `return` gives; `undefined` for others. */
export function returnedBy(node: Node): Node | undefined {
  const isFunction =
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  if (!isFunction || node.body === null) return undefined
  const body: ESTree.FunctionBody | ESTree.Expression = node.body
  if (body.type !== 'BlockStatement') return body
  const returns = body.body.filter((statement) => statement.type === 'ReturnStatement')
  return returns.length === 1 ? (returns[0]?.argument ?? undefined) : undefined
}
