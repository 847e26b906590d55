import type { Diagnostic } from '@plugwright/diagnostics'
import { componentLocal, importUnresolved, lazyUnknown } from './diagnostics.ts'
import { at, beside, follow, isFrom, propertyOf } from './evaluate.ts'
import type { Located } from './evaluate.ts'
import type { ModuleGraph } from './module-graph.ts'
import { readImport } from './read-import.ts'
import { placeOf, walk } from './source-module.ts'

/** A component that another file can import. */
export interface Component {
  /** The name it has where it is used: `Customers`. */
  readonly name: string
  /** A file of the app, absolute; or a package. */
  readonly from: { readonly file: string } | { readonly package: string }
  readonly exportName: string
}

/** What was looked for, or why it is not there. */
export type Found<T> = { readonly value: T } | { readonly problem: Diagnostic }

const REACT = /^react$/

/**
 * Finds where a component comes from: `lazy()` of React, imports, barrel files, constants that stand for others.
 * Problems: `ADOPT_LAZY_UNKNOWN`, `ADOPT_COMPONENT_LOCAL`, `ADOPT_IMPORT_UNRESOLVED`.
 */
export function findComponent(value: Located, graph: ModuleGraph): Found<Component> {
  const { node, module, bindings } = value
  if (node.type === 'JSXMemberExpression' || node.type === 'MemberExpression') return findMember(value, graph)
  if (node.type !== 'JSXIdentifier' && node.type !== 'Identifier')
    return findDeclared(value, { name: 'it', graph, usage: value })
  const { name } = node
  const bound = bindings.get(name)
  if (bound !== undefined) return findComponent(bound, graph)
  const declared = module.declarations.get(name)
  if (declared !== undefined) return findDeclared(at(module, declared), { name, graph, usage: value })
  const imported = module.imports.get(name)
  if (imported === undefined) return { problem: componentLocal(name, placeOf(module, node)) }
  return findImported(imported, { name, graph, usage: value })
}

interface Usage {
  readonly name: string
  readonly graph: ModuleGraph
  /** Where the component is used, for problems. */
  readonly usage: Located
}

/** `<Pages.Customers />` with `import * as Pages from './pages'`, or with a constant object. */
function findMember(value: Located, graph: ModuleGraph): Found<Component> {
  const { node, module } = value
  if (node.type !== 'JSXMemberExpression' && node.type !== 'MemberExpression') return unknown(value, 'it')
  const { object, property } = node
  const name = property.type === 'Identifier' || property.type === 'JSXIdentifier' ? property.name : 'it'
  const isName = object.type === 'JSXIdentifier' || object.type === 'Identifier'
  const imported = isName ? module.imports.get(object.name) : undefined
  const usage: Usage = { name, graph, usage: value }
  if (imported?.name === '*') return findImported({ specifier: imported.specifier, name }, usage)
  const found = propertyOf(follow(beside(value, object), graph), name, graph)
  if (found === undefined) return unknown(value, name)
  return found.node.type === 'Identifier' ? findComponent(found, graph) : findDeclared(found, usage)
}

function findImported(
  { specifier, name: exportName }: { readonly specifier: string; readonly name: string },
  { name, graph, usage }: Usage,
): Found<Component> {
  const { node, module } = usage
  const file = graph.resolve(specifier, module.file)
  if (file === undefined) {
    return graph.isOwn(specifier, module.file)
      ? { problem: importUnresolved(specifier, placeOf(module, node)) }
      : { value: { name, from: { package: specifier }, exportName } }
  }
  const found = graph.findExport(file, exportName)
  if (found === undefined) return { problem: importUnresolved(specifier, placeOf(module, node), exportName) }
  if ('from' in found.target)
    return { value: { name, from: { file: found.module.file }, exportName: found.name } }
  const declared =
    'node' in found.target ? found.target.node : found.module.declarations.get(found.target.local)
  if (declared !== undefined && isLazyCall(at(found.module, declared)))
    return findLazy(at(found.module, declared), { name, graph, usage })
  return { value: { name, from: { file: found.module.file }, exportName: found.name } }
}

function findDeclared(value: Located, context: Usage): Found<Component> {
  const { node, module } = value
  if (isLazyCall(value)) return findLazy(value, context)
  if (node.type === 'Identifier' && node.name !== context.name) return findComponent(value, context.graph)
  const importsLater =
    node.type === 'CallExpression' && [...walk(node)].some(({ type }) => type === 'ImportExpression')
  if (importsLater) return { problem: lazyUnknown(context.name, placeOf(module, node)) }
  return unknown(context.usage, context.name)
}

function findLazy(value: Located, { name, graph }: Usage): Found<Component> {
  const { node, module } = value
  const problem = { problem: lazyUnknown(name, placeOf(module, node)) }
  const [argument] = node.type === 'CallExpression' ? node.arguments : []
  if (argument === undefined) return problem
  const factory = argument.type === 'Identifier' ? module.declarations.get(argument.name) : argument
  const imported = factory === undefined ? undefined : readImport(factory)
  const found = imported?.kind === 'object' ? imported.entries.get('default') : imported
  if (found === undefined || found.kind === 'object') return problem
  const exportName = found.kind === 'module' ? 'default' : found.name
  return findImported(
    { specifier: found.specifier, name: exportName },
    { name, graph, usage: beside(value, argument) },
  )
}

function isLazyCall({ node, module }: Located): boolean {
  return node.type === 'CallExpression' && isFrom(node.callee, module, { package: REACT, name: 'lazy' })
}

function unknown({ node, module }: Located, name: string): Found<Component> {
  return { problem: componentLocal(name, placeOf(module, node)) }
}
