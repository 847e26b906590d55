import type { ESTree } from 'vite'
import type { Place } from '@plugwright/diagnostics'
import { beside, follow, importOf, isFrom, propertyOf, toText } from './evaluate.ts'
import type { Located } from './evaluate.ts'
import type { ModuleGraph } from './module-graph.ts'
import { ROUTER } from './read-element.ts'
import { placeOf, walk } from './source-module.ts'
import type { Node, SourceModule } from './source-module.ts'

/** An entry of the host's own navigation, as far as it is written plainly. */
export interface NavItem {
  /** `undefined` where it is computed: `t('nav.customers')`. */
  readonly label: string | undefined
  /** As written, with query and hash. */
  readonly path: string
  readonly icon: string | undefined
  readonly permission: string | undefined
  readonly section: string | undefined
  readonly place: Place
}

/** Properties by which we know what is what; the first that is there counts. */
const LABELS = ['label', 'title', 'name', 'text']
const PATHS = ['path', 'to', 'href', 'url', 'link']
const CHILDREN = ['children', 'items', 'links', 'entries']
/** What has one of these is a route, not an entry of a navigation. */
const ROUTE_PROPERTIES = ['element', 'Component', 'component', 'lazy', 'loader', 'Page', 'page']

/** Reads the lists of `{ label, path }` and the `<NavLink to="…">` of a file, in the order of the text. */
export function readNav(module: SourceModule, graph: ModuleGraph): readonly NavItem[] {
  const found: NavItem[] = []
  const seen = new Set<Node>()
  for (const node of walk(module.program)) {
    if (node.type === 'ArrayExpression' && !seen.has(node)) {
      for (const inner of walk(node)) seen.add(inner)
      found.push(...readList({ node, module, bindings: new Map() }, { graph, section: undefined }))
    }
    if (node.type !== 'JSXElement') continue
    if (isFrom(node.openingElement.name, module, { package: ROUTER, name: 'NavLink' }))
      found.push(...readNavLink({ node, module, bindings: new Map() }, node, graph))
  }
  return found
}

interface ListContext {
  readonly graph: ModuleGraph
  /** The words above a list of entries. */
  readonly section: string | undefined
}

function readList(list: Located, { graph, section }: ListContext): readonly NavItem[] {
  const { node } = list
  if (node.type !== 'ArrayExpression') return []
  return node.elements.flatMap((element) => {
    if (element === null) return []
    const item = follow(beside(list, element), graph)
    if (item.node.type !== 'ObjectExpression') return []
    if (ROUTE_PROPERTIES.some((name) => propertyOf(item, name, graph) !== undefined)) return []
    const get = (names: readonly string[]): Located | undefined =>
      names.map((name) => propertyOf(item, name, graph)).find((value) => value !== undefined)
    const text = (names: readonly string[]): string | undefined => {
      const value = get(names)
      return value === undefined ? undefined : toText(value, graph)
    }
    const [label, path] = [text(LABELS), text(PATHS)]
    const children = get(CHILDREN)
    const below =
      children === undefined
        ? []
        : readList(follow(children, graph), {
            graph,
            section: path === undefined ? (label ?? section) : section,
          })
    if (path === undefined || get(LABELS) === undefined) return below
    const [icon, permission] = [iconOf(propertyOf(item, 'icon', graph)), text(['permission'])]
    const place = placeOf(item.module, item.node)
    const entry: NavItem = {
      label,
      path,
      icon,
      permission,
      section: text(['section', 'group']) ?? section,
      place,
    }
    return [entry].concat(below)
  })
}

function readNavLink(value: Located, node: ESTree.JSXElement, graph: ModuleGraph): readonly NavItem[] {
  const to = node.openingElement.attributes.find(
    (attribute) => attribute.type === 'JSXAttribute' && attribute.name.name === 'to',
  )
  const given =
    to?.type === 'JSXAttribute' && to.value !== null ? toText(beside(value, to.value), graph) : undefined
  if (given === undefined) return []
  const words = node.children
    .flatMap((child) => [...walk(child)])
    .flatMap((child) => {
      if (child.type === 'JSXText') return [child.value]
      return child.type === 'JSXExpressionContainer' ? (toText(beside(value, child), graph) ?? []) : []
    })
  const label = words.join(' ').replace(/\s+/g, ' ').trim()
  return [
    {
      label: label === '' ? undefined : label,
      path: given,
      icon: undefined,
      permission: undefined,
      section: undefined,
      place: placeOf(value.module, node),
    },
  ]
}

/** The name of an icon: as a text, or as a component of Lucide: `UserPlus`, `<UserPlus />` → `user-plus`. */
function iconOf(value: Located | undefined): string | undefined {
  if (value === undefined) return undefined
  const { node, module } = value
  if (node.type === 'Literal') {
    const isName = typeof node.value === 'string' && /^[a-z0-9]+([-_][a-z0-9]+)*$/.test(node.value)
    return isName ? node.value : undefined
  }
  const name = node.type === 'JSXElement' ? node.openingElement.name : node
  const imported = importOf(name, module)
  if (imported?.specifier !== 'lucide-react') return undefined
  return imported.name
    .replace(/Icon$/, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([a-z]{2})(?=\d)/g, '$1-')
    .toLowerCase()
}
