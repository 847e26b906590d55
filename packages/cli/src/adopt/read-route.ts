import type { Found } from './component.ts'
import { lazyUnknown, pathUnknown } from './diagnostics.ts'
import { beside, follow, keyOf, propertyOf, toText } from './evaluate.ts'
import type { Located } from './evaluate.ts'
import type { ModuleGraph } from './module-graph.ts'
import { readComponentReference, readElement } from './read-element.ts'
import type { Content, ElementContext } from './read-element.ts'
import { readImport } from './read-import.ts'
import type { RouteNode, Slot } from './route-node.ts'
import { placeOf } from './source-module.ts'
import type { SourceModule } from './source-module.ts'

/** What only a data router does for a route; a plugin page has nothing of the kind. */
const DATA_PROPERTIES = ['loader', 'action', 'middleware', 'clientLoader', 'clientAction']

export interface RouteContext extends ElementContext {
  /** Reads what is nested in it. */
  readonly readChildren: (child: { readonly value: Located; readonly slot: Slot }) => readonly RouteNode[]
  readonly slot: Slot
  readonly anchor: Slot
  readonly item: Slot | undefined
}

/** Reads one `<Route>` or route object, with what is nested in it. Problem: `ADOPT_PATH_UNKNOWN`, those of `readElement`. */
export function readRoute(value: Located, context: RouteContext): RouteNode {
  const { graph, slot, anchor, item } = context
  const place = placeOf(value.module, value.node)
  const get = (name: string): Located | undefined => attributeOf(value, name, graph)
  const path = get('path')
  const text = path === undefined ? undefined : toText(path, graph)
  const index = get('index')
  const isIndex = index !== undefined && !isFalse(index)
  const isPathComputed = path !== undefined && text === undefined
  const shared = {
    path: text,
    isPathComputed,
    isIndex,
    title: titleOf(value, graph),
    slot,
    anchor,
    item,
    place,
  }
  if (path !== undefined && isPathComputed) {
    const problem = pathUnknown(placeOf(path.module, path.node))
    return { ...shared, content: { problem }, dataProperties: [], children: [] }
  }
  const lazy = get('lazy')
  const loaded = lazy === undefined ? undefined : readLazyRoute(lazy, graph)
  const declared = DATA_PROPERTIES.filter((name) => get(name) !== undefined)
  return {
    ...shared,
    content: loaded?.content ?? readContent(get, context),
    dataProperties: [...declared, ...(loaded?.dataProperties ?? [])],
    children: readChildren(value, context),
  }
}

/** The value of an attribute or property, as written; `true` of one without a value is the attribute itself. */
function attributeOf(value: Located, name: string, graph: ModuleGraph): Located | undefined {
  const { node } = value
  if (node.type !== 'JSXElement') return propertyOf(value, name, graph)
  for (const attribute of node.openingElement.attributes.toReversed()) {
    if (attribute.type === 'JSXSpreadAttribute') {
      const found = propertyOf(follow(beside(value, attribute.argument), graph), name, graph)
      if (found !== undefined) return found
    } else if (attribute.name.name === name) return beside(value, attribute.value ?? attribute)
  }
  return undefined
}

function isFalse({ node }: Located): boolean {
  const inner = node.type === 'JSXExpressionContainer' ? node.expression : node
  return inner.type === 'Literal' && inner.value === false
}

function titleOf(value: Located, graph: ModuleGraph): string | undefined {
  const handle = attributeOf(value, 'handle', graph)
  const inHandle = handle === undefined ? undefined : propertyOf(follow(handle, graph), 'title', graph)
  const title = inHandle ?? attributeOf(value, 'title', graph)
  return title === undefined ? undefined : toText(title, graph)
}

function readContent(
  get: (name: string) => Located | undefined,
  context: ElementContext,
): Found<Content> | undefined {
  const element = get('element')
  if (element !== undefined) return readElement(element, context)
  const component = get('Component')
  if (component === undefined) return undefined
  const { node } = component
  const inner = node.type === 'JSXExpressionContainer' ? node.expression : node
  return readComponentReference(beside(component, inner), context)
}

function readChildren(value: Located, { readChildren: read, graph }: RouteContext): readonly RouteNode[] {
  const { node, module } = value
  if (node.type === 'JSXElement') {
    return node.children.flatMap((child) =>
      read({ value: beside(value, child), slot: { module, node: child, kind: 'child' } }),
    )
  }
  const children = propertyOf(value, 'children', graph)
  if (children === undefined) return []
  return read({
    value: children,
    slot: { module: children.module, node: children.node, kind: 'value' },
  })
}

interface LazyRoute {
  readonly content: Found<Content>
  readonly dataProperties: readonly string[]
}

/** `lazy: () => import('./page')`, where the file exports `Component`, and perhaps what only data routers use. */
function readLazyRoute(value: Located, graph: ModuleGraph): LazyRoute {
  const { node, module } = follow(value, graph)
  const problem: LazyRoute = {
    content: { problem: lazyUnknown('lazy', placeOf(module, node)) },
    dataProperties: [],
  }
  const parts = node.type === 'ObjectExpression' ? node.properties : undefined
  const part = parts?.find((item) => item.type === 'Property' && keyOf(item.key) === 'Component')
  const imported = readImport(part?.type === 'Property' ? part.value : node)
  const names = parts?.flatMap((item) => (item.type === 'Property' ? (keyOf(item.key) ?? []) : []))
  if (imported?.kind === 'module' && parts === undefined)
    return readLazyModule(imported.specifier, { module, graph, problem })
  const found = imported?.kind === 'object' ? imported.entries.get('Component') : imported
  const file = found?.kind === 'export' ? graph.resolve(found.specifier, module.file) : undefined
  if (found?.kind !== 'export' || file === undefined) return problem
  const others = names ?? (imported?.kind === 'object' ? [...imported.entries.keys()] : [])
  const component = { name: nameOfFile(file), from: { file }, exportName: found.name }
  return {
    content: { value: { wrappers: [], inner: { kind: 'component', component, attributes: '' } } },
    dataProperties: others.filter((name) => DATA_PROPERTIES.includes(name)),
  }
}

function readLazyModule(
  specifier: string,
  {
    module,
    graph,
    problem,
  }: { readonly module: SourceModule; readonly graph: ModuleGraph; readonly problem: LazyRoute },
): LazyRoute {
  const file = graph.resolve(specifier, module.file)
  const found = file === undefined ? undefined : graph.findExport(file, 'Component')
  if (file === undefined || found === undefined) return problem
  const component = { name: nameOfFile(file), from: { file: found.module.file }, exportName: found.name }
  const exported = graph.load(file)?.exports
  return {
    content: { value: { wrappers: [], inner: { kind: 'component', component, attributes: '' } } },
    dataProperties: DATA_PROPERTIES.filter((name) => exported?.has(name)),
  }
}

/** `/app/src/crm/customers.tsx` → `customers`; that of the folder for an `index`. */
function nameOfFile(file: string): string {
  const parts = file.replace(/\.[a-z]+$/, '').split('/')
  const name = parts.at(-1) ?? ''
  return name === 'index' ? (parts.at(-2) ?? name) : name
}
