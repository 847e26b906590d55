import type { ESTree } from 'vite'
import { findComponent } from './component.ts'
import type { Component, Found } from './component.ts'
import { elementUnknown, guardNotLiteral, propsNotLiteral } from './diagnostics.ts'
import { beside, follow, importOf, toText } from './evaluate.ts'
import type { Located } from './evaluate.ts'
import type { ModuleGraph } from './module-graph.ts'
import { placeOf } from './source-module.ts'
import type { Node } from './source-module.ts'

/** What a route shows. */
export interface Content {
  /** What stands around it, outermost first. */
  readonly wrappers: readonly Wrapper[]
  readonly inner: ComponentUse | { readonly kind: 'outlet' | 'redirect' }
}

export interface ComponentUse {
  readonly kind: 'component'
  readonly component: Component
  /** As in JSX, each with a blank before it: ` mode="list"`. */
  readonly attributes: string
}

/** A component around a page, or the guard before it. */
export interface Wrapper {
  readonly use: Found<ComponentUse>
  /** What is inside comes as its children, or through its `<Outlet />`. */
  readonly kind: 'around' | 'layout'
  /** The permission that it asks for; `undefined` where it is no guard. */
  readonly permission: string | undefined
}

export interface ElementContext {
  readonly graph: ModuleGraph
  /** Components that ask for a permission, with the property that names it: `RequirePermission` → `permission`. */
  readonly guards: ReadonlyMap<string, string>
}

/** Packages that hand-mounted routes come from. */
export const ROUTER: RegExp = /^react-router(-dom)?$/

/**
 * Reads the `element` of a route: a page, with what stands around it. `Suspense` and fragments are left out, as a host of
 * plugins has its own. Problems: `ADOPT_ELEMENT_UNKNOWN`, `ADOPT_GUARD_NOT_LITERAL`, `ADOPT_PROPS_NOT_LITERAL`, and those of
 * `findComponent`.
 */
export function readElement(value: Located, context: ElementContext): Found<Content> {
  const found = follow(value, context.graph)
  const { node, module } = found
  if (node.type === 'JSXFragment') return readOnlyChild(found, node.children, context)
  if (node.type !== 'JSXElement') return { problem: elementUnknown(placeOf(module, value.node)) }
  const { name } = node.openingElement
  if (name.type === 'JSXIdentifier' && /^[a-z]/.test(name.name))
    return { problem: elementUnknown(placeOf(module, node)) }
  const imported = importOf(name, module)
  const isRouters = imported !== undefined && ROUTER.test(imported.specifier)
  if (isRouters && imported.name === 'Outlet') return { value: { wrappers: [], inner: { kind: 'outlet' } } }
  if (isRouters && imported.name === 'Navigate')
    return { value: { wrappers: [], inner: { kind: 'redirect' } } }
  if (imported?.specifier === 'react' && imported.name === 'Suspense')
    return readOnlyChild(found, node.children, context)
  return readComponent(found, node, context)
}

/** Reads `Component={Customers}` of a route. */
export function readComponentReference(value: Located, { graph }: ElementContext): Found<Content> {
  const found = findComponent(value, graph)
  if ('problem' in found) return found
  return { value: { wrappers: [], inner: { kind: 'component', component: found.value, attributes: '' } } }
}

function readComponent(value: Located, node: ESTree.JSXElement, context: ElementContext): Found<Content> {
  const { openingElement, children } = node
  const permission = readPermission(value, openingElement, context)
  if (permission !== undefined && 'problem' in permission) return permission
  const use = readUse(value, openingElement, context)
  const around = { use, kind: 'around' as const, permission: permission?.value }
  if (children.some(isContent)) {
    const inner = readOnlyChild(value, children, context)
    if ('problem' in inner) return inner
    if (permission === undefined && 'problem' in use) return use
    return { value: { ...inner.value, wrappers: [around, ...inner.value.wrappers] } }
  }
  // A guard without children shows what is nested in its route.
  if (permission !== undefined)
    return { value: { wrappers: [{ ...around, kind: 'layout' }], inner: { kind: 'outlet' } } }
  return 'problem' in use ? use : { value: { wrappers: [], inner: use.value } }
}

function readOnlyChild(value: Located, children: readonly Node[], context: ElementContext): Found<Content> {
  const [child, ...others] = children.filter(isContent)
  if (child === undefined || others.length > 0)
    return { problem: elementUnknown(placeOf(value.module, value.node)) }
  return readElement(beside(value, child), context)
}

function readPermission(
  value: Located,
  { name, attributes }: ESTree.JSXOpeningElement,
  { graph, guards }: ElementContext,
): Found<string> | undefined {
  const property = name.type === 'JSXIdentifier' ? guards.get(name.name) : undefined
  if (property === undefined || name.type !== 'JSXIdentifier') return undefined
  const problem = { problem: guardNotLiteral(name.name, property, placeOf(value.module, name)) }
  for (const attribute of attributes) {
    if (attribute.type !== 'JSXAttribute' || attribute.name.name !== property || attribute.value === null)
      continue
    const permission = toText(beside(value, attribute.value), graph)
    return permission === undefined ? problem : { value: permission }
  }
  return problem
}

function readUse(
  value: Located,
  opening: ESTree.JSXOpeningElement,
  { graph }: ElementContext,
): Found<ComponentUse> {
  const found = findComponent(beside(value, opening.name), graph)
  if ('problem' in found) return found
  const attributes: string[] = []
  for (const attribute of opening.attributes) {
    const text = attribute.type === 'JSXAttribute' ? formatAttribute(value, attribute, graph) : undefined
    if (text === undefined)
      return { problem: propsNotLiteral(found.value.name, placeOf(value.module, attribute)) }
    attributes.push(` ${text}`)
  }
  return { value: { kind: 'component', component: found.value, attributes: attributes.join('') } }
}

/** An attribute that means the same in another file. */
function formatAttribute(
  value: Located,
  { name, value: given }: ESTree.JSXAttribute,
  graph: ModuleGraph,
): string | undefined {
  if (name.type !== 'JSXIdentifier') return undefined
  if (given === null) return name.name
  const text = toText(beside(value, given), graph)
  if (text !== undefined)
    return /["\\&\n]/.test(text) ? `${name.name}={${JSON.stringify(text)}}` : `${name.name}="${text}"`
  const { node } = follow(beside(value, given), graph)
  if (node.type !== 'Literal' || typeof node.value === 'object') return undefined
  return `${name.name}={${String(node.value)}}`
}

function isContent(child: Node): boolean {
  if (child.type === 'JSXText') return child.value.trim() !== ''
  return !(child.type === 'JSXExpressionContainer' && child.expression.type === 'JSXEmptyExpression')
}
