import { formatHostRoutes, formatIndexRedirect, routeName } from './host-routes.ts'
import type { HostRoutes } from './host-routes.ts'
import type { Redirect } from './redirects.ts'
import type { PagePlan } from './plan-pages.ts'
import { joinPaths } from './page-route.ts'
import type { RouteNode, RouteTable, Slot } from './route-node.ts'
import type { SourceModule } from './source-module.ts'
import { insertLinesBefore, removePiece } from './text-edits.ts'
import type { TextEdit } from './text-edits.ts'
import { removeUnused } from './unused-names.ts'

/** Edits by file. */
export type FileEdits = ReadonlyMap<SourceModule, readonly TextEdit[]>

export interface RoutesEdit {
  readonly edits: FileEdits
  /** The new routes could not be put into the text: their place is an expression. */
  readonly unplaced: readonly string[]
  /** Routes that could not be taken out of the text. */
  readonly unremoved: readonly RouteNode[]
}

export interface RoutesEditOptions extends HostRoutes {
  readonly pages: readonly PagePlan[]
  readonly hostAncestors: readonly RouteNode[]
}

/** Takes adopted routes out of the host's files, with what only they have used, and puts the route of plugins in. */
export function editRoutes(tables: readonly RouteTable[], options: RoutesEditOptions): RoutesEdit {
  const { pages, hostAncestors, redirects, withPlugins } = options
  const adopted = new Set(pages.map(({ route }) => route.node))
  const edits = new Map<SourceModule, TextEdit[]>()
  const add = (module: SourceModule, edit: TextEdit): void => {
    edits.set(module, [...(edits.get(module) ?? []), edit])
  }
  const unremoved: RouteNode[] = []
  const replaced = new Set<Redirect>()
  const isGone = (node: RouteNode): boolean =>
    adopted.has(node) ||
    (node.children.length > 0 && !hostAncestors.includes(node) && node.children.every(isGone))

  function removeFrom(siblings: readonly RouteNode[], parents: readonly RouteNode[]): void {
    for (const group of groupByAnchor(siblings)) {
      const [first] = group
      if (
        first !== undefined &&
        first.anchor.kind !== 'value' &&
        group.every(isGone) &&
        !isIndexOfStaying(first, parents)
      )
        add(first.anchor.module, removeSlot(first.anchor))
      else for (const node of group) removeOne(node, parents)
    }
  }

  function removeOne(node: RouteNode, parents: readonly RouteNode[]): void {
    if (!isGone(node)) return removeFrom(node.children, [...parents, node])
    const slot = node.item ?? node.slot
    const parent = isIndexOfStaying(node, parents) ? joinPaths(parents) : undefined
    const redirect = redirects.find(
      ({ from, path }) => parent === from && (path === from || path === `${from}/*`),
    )
    if (redirect !== undefined && slot.kind !== 'value') {
      const { start, end } = slot.node
      add(slot.module, { start, end, text: formatIndexRedirect(slot, redirect) })
      replaced.add(redirect)
    } else if (slot.kind === 'value') unremoved.push(node)
    else add(slot.module, removeSlot(slot))
  }

  for (const { routes } of tables) removeFrom(routes, [])
  const [first] = pages
  const top =
    first === undefined ? undefined : (first.route.ancestors[hostAncestors.length] ?? first.route.node)
  const placed = redirects.filter((redirect) => !(replaced.has(redirect) && redirect.path === redirect.from))
  const unplaced = top === undefined ? [] : placeRoutes(top, { ...options, redirects: placed }, add)
  const all = [...edits].map(([module, removed]) => {
    const kept = new Set([routeName(module), 'createElement', 'registry'])
    return [module, [...removed, ...removeUnused(module, { removed, kept })]] as const
  })
  return { edits: new Map(all), unplaced: redirects.length > 0 || withPlugins ? unplaced : [], unremoved }
}

/** `/crm` itself is found by the route that stays, before the one for everything below. */
function isIndexOfStaying(node: RouteNode, parents: readonly RouteNode[]): boolean {
  return node.isIndex && parents.length > 0 && joinPaths(parents) !== '/'
}

function placeRoutes(
  top: RouteNode,
  options: RoutesEditOptions,
  add: (module: SourceModule, edit: TextEdit) => void,
): readonly string[] {
  const { anchor } = top
  const isAbsolute = (top.path ?? top.children[0]?.path)?.startsWith('/') === true
  const lines = formatHostRoutes(options, { slot: anchor, ancestors: options.hostAncestors, isAbsolute })
  if (anchor.kind === 'value') return lines
  if (lines.length > 0) {
    add(anchor.module, insertLinesBefore(anchor.module.code, anchor.node.start, lines))
    for (const edit of importEdits(anchor, options)) add(anchor.module, edit)
  }
  return []
}

function importEdits({ module, kind }: Slot, { withPlugins, redirects }: HostRoutes): readonly TextEdit[] {
  const names = [
    ...(redirects.length > 0 ? ['PluginRedirect'] : []),
    ...(withPlugins ? ['PluginRoutes', 'RouterPluginProvider'] : []),
  ]
  const needsElement =
    kind === 'element' && /\.[cm]?ts$/.test(module.file) && !module.imports.has('createElement')
  const lines = [
    ...(names.length > 0 ? [`import { ${names.join(', ')} } from '@plugwright/react/react-router'`] : []),
    ...(needsElement ? [`import { createElement } from 'react'`] : []),
    ...(withPlugins && !module.imports.has('registry')
      ? [`import { registry } from 'virtual:plugwright'`]
      : []),
  ]
  return [insertImports(module, lines)]
}

/** Puts imports after those that are there. */
export function insertImports({ program, code }: SourceModule, lines: readonly string[]): TextEdit {
  const last = program.body.findLast(({ type }) => type === 'ImportDeclaration')
  const semicolon = last !== undefined && code.slice(last.start, last.end).endsWith(';') ? ';' : ''
  const text = lines.map((line) => `${line}${semicolon}`).join('\n')
  if (last === undefined) return { start: 0, end: 0, text: `${text}\n\n` }
  // A line further down: the last import may be removed as a whole.
  const lineEnd = code.indexOf('\n', last.end)
  if (lineEnd === -1) return { start: last.end, end: last.end, text: `\n${text}` }
  return { start: lineEnd + 1, end: lineEnd + 1, text: `${text}\n` }
}

function groupByAnchor(siblings: readonly RouteNode[]): readonly (readonly RouteNode[])[] {
  const groups = new Map<unknown, RouteNode[]>()
  for (const node of siblings) groups.set(node.anchor.node, [...(groups.get(node.anchor.node) ?? []), node])
  return [...groups.values()]
}

function removeSlot({ module, node, kind }: Slot): TextEdit {
  return removePiece(module.code, node, { withComma: kind === 'element' })
}
