import type { ESTree } from 'vite'
import { keyOf } from './evaluate.ts'
import type { Node } from './source-module.ts'

/** What a function that imports something gives, as far as its text tells. */
export type ImportedValue =
  /** The whole module: `() => import('./page')`. */
  | { readonly kind: 'module'; readonly specifier: string }
  /** One export of it. */
  | { readonly kind: 'export'; readonly specifier: string; readonly name: string }
  /** An object made of such: `{ default: module.Customers }`. */
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, ImportedValue | undefined> }

type Names = ReadonlyMap<string, ImportedValue>

/**
 * Reads what `lazy` or the `lazy` of a route is given: `() => import('./a')`, `() => import('./a').then((m) => ({ default: m.B }))`,
 * `async () => { const { B } = await import('./a'); return { default: B } }`. `undefined` for what is written in another way.
 */
export function readImport(factory: Node): ImportedValue | undefined {
  return valueOfFunction(factory, new Map())
}

function valueOfFunction(node: Node | undefined, names: Names): ImportedValue | undefined {
  const isFunction = node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression'
  if (!isFunction && node?.type !== 'FunctionDeclaration') return undefined
  const { body } = node
  if (body === null) return undefined
  return body.type === 'BlockStatement' ? valueOfBlock(body.body, names) : valueOf(body, names)
}

/** Constants first, then one `return`; anything else could change what is returned. */
function valueOfBlock(
  statements: readonly (ESTree.Directive | ESTree.Statement)[],
  outer: Names,
): ImportedValue | undefined {
  const names = new Map(outer)
  for (const statement of statements) {
    if (statement.type === 'ReturnStatement')
      return statement.argument === null ? undefined : valueOf(statement.argument, names)
    if (statement.type !== 'VariableDeclaration') return undefined
    for (const { id, init } of statement.declarations) {
      const value = init === null ? undefined : valueOf(init, names)
      if (value === undefined) return undefined
      bind(id, value, names)
    }
  }
  return undefined
}

function valueOf(node: Node, names: Names): ImportedValue | undefined {
  if (node.type === 'AwaitExpression') return valueOf(node.argument, names)
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression')
    return valueOf(node.expression, names)
  if (node.type === 'Identifier') return names.get(node.name)
  if (node.type === 'ImportExpression') {
    const { source } = node
    const isText = source.type === 'Literal' && typeof source.value === 'string'
    return isText ? { kind: 'module', specifier: source.value } : undefined
  }
  if (node.type === 'MemberExpression') {
    const name = memberName(node)
    return name === undefined ? undefined : memberOf(valueOf(node.object, names), name)
  }
  if (node.type === 'ObjectExpression') return valueOfObject(node, names)
  return node.type === 'CallExpression' ? valueOfThen(node, names) : undefined
}

function valueOfObject(node: ESTree.ObjectExpression, names: Names): ImportedValue | undefined {
  const entries = new Map<string, ImportedValue | undefined>()
  for (const property of node.properties) {
    const key = property.type === 'Property' ? keyOf(property.key) : undefined
    if (property.type !== 'Property' || key === undefined) return undefined
    entries.set(key, valueOf(property.value, names))
  }
  return { kind: 'object', entries }
}

/** `import('./a').then((module) => …)` */
function valueOfThen(node: ESTree.CallExpression, names: Names): ImportedValue | undefined {
  const { callee, arguments: list } = node
  if (callee.type !== 'MemberExpression' || memberName(callee) !== 'then' || list.length !== 1)
    return undefined
  const value = valueOf(callee.object, names)
  const [callback] = list
  if (value === undefined || callback?.type !== 'ArrowFunctionExpression') return undefined
  const inner = new Map(names)
  const [parameter] = callback.params
  if (parameter !== undefined) bind(parameter, value, inner)
  return valueOfFunction(callback, inner)
}

function bind(pattern: Node, value: ImportedValue, names: Map<string, ImportedValue>): void {
  if (pattern.type === 'Identifier') names.set(pattern.name, value)
  if (pattern.type !== 'ObjectPattern') return
  for (const property of pattern.properties) {
    const key = property.type === 'Property' ? keyOf(property.key) : undefined
    const member = key === undefined ? undefined : memberOf(value, key)
    if (property.type === 'Property' && member !== undefined) bind(property.value, member, names)
  }
}

function memberOf(value: ImportedValue | undefined, name: string): ImportedValue | undefined {
  if (value?.kind === 'module') return { kind: 'export', specifier: value.specifier, name }
  return value?.kind === 'object' ? value.entries.get(name) : undefined
}

function memberName({ computed, property }: ESTree.MemberExpression): string | undefined {
  if (computed && property.type === 'Identifier') return undefined
  return keyOf(property)
}
