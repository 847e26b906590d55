import type { ESTree } from 'vite'
import { childrenOf } from './source-module.ts'
import type { Node, SourceModule } from './source-module.ts'
import { removePiece } from './text-edits.ts'
import type { TextEdit } from './text-edits.ts'

interface Declared {
  readonly name: string
  /** What goes when nobody uses the name: a whole statement, or one name of an import. */
  readonly node: Node
  readonly statement: Node
}

/**
 * The edits that remove imports and constants of a file which only removed code has used, and then those that only they have
 * used. What nobody used before stays, what is exported, and what is in `kept`, as new
 * lines use it.
 */
export function removeUnused(
  module: SourceModule,
  { removed, kept }: { readonly removed: readonly TextEdit[]; readonly kept: ReadonlySet<string> },
): readonly TextEdit[] {
  const uses = [...usesIn(module.program)]
  const gone: { readonly start: number; readonly end: number }[] = removed.filter(
    ({ start, end }) => end > start,
  )
  const isGone = ({ start, end }: Pick<Node, 'start' | 'end'>): boolean =>
    gone.some((piece) => piece.start <= start && end <= piece.end)
  const unused = new Set<Declared>()
  const declared = listDeclared(module.program).filter(({ name }) => !kept.has(name))
  for (let isChanged = true; isChanged;) {
    isChanged = false
    for (const item of declared) {
      if (unused.has(item) || isGone(item.node)) continue
      const own = uses.filter(({ name, node }) => name === item.name && !isWithin(node, item.node))
      if (own.length === 0 || !own.every(({ node }) => isGone(node))) continue
      unused.add(item)
      gone.push(item.node)
      isChanged = true
    }
  }
  return toEdits(module, [...unused])
}

function toEdits({ code }: SourceModule, unused: readonly Declared[]): readonly TextEdit[] {
  const byStatement = new Map<Node, Declared[]>()
  for (const item of unused)
    byStatement.set(item.statement, [...(byStatement.get(item.statement) ?? []), item])
  return [...byStatement].flatMap(([statement, items]) => {
    if (statement.type !== 'ImportDeclaration' || items.length === statement.specifiers.length)
      return [removePiece(code, statement)]
    const nodes = new Set<Node>(items.map(({ node }) => node))
    return [rewriteImport(code, statement, (specifier) => !nodes.has(specifier))]
  })
}

/** `import React, { lazy, useState } from 'react'` with only those names that are kept. */
function rewriteImport(
  code: string,
  statement: ESTree.ImportDeclaration,
  isKept: (specifier: Node) => boolean,
): TextEdit {
  const text = ({ start, end }: Pick<Node, 'start' | 'end'>): string => code.slice(start, end)
  const kept = statement.specifiers.filter(isKept)
  const named = kept.filter(({ type }) => type === 'ImportSpecifier').map(text)
  const others = kept.filter(({ type }) => type !== 'ImportSpecifier').map(text)
  const list = [...others, ...(named.length === 0 ? [] : [`{ ${named.join(', ')} }`])].join(', ')
  const [first, last] = [statement.specifiers[0], statement.specifiers.at(-1)]
  const open = code.lastIndexOf('{', first?.start ?? 0)
  const start =
    first?.type === 'ImportSpecifier' && open > statement.start ? open : (first?.start ?? statement.start)
  const close = code.indexOf('}', last?.end ?? 0)
  const end = last?.type === 'ImportSpecifier' ? close + 1 : (last?.end ?? statement.end)
  return { start, end, text: list }
}

function listDeclared(program: ESTree.Program): readonly Declared[] {
  return program.body.flatMap((statement): Declared[] => {
    if (statement.type === 'ImportDeclaration')
      return statement.specifiers.map((node) => ({ name: node.local.name, node, statement }))
    const [declarator, other] = statement.type === 'VariableDeclaration' ? statement.declarations : []
    if (declarator?.id.type !== 'Identifier' || other !== undefined) return []
    return [{ name: declarator.id.name, node: statement, statement }]
  })
}

interface Use {
  readonly name: string
  readonly node: Node
}

/** Every name but those of properties, attributes and imports. */
function* usesIn(node: Node): Generator<Use> {
  if (node.type === 'ImportDeclaration') return
  if (node.type === 'Identifier' || node.type === 'JSXIdentifier') yield { name: node.name, node }
  for (const child of childrenOf(node)) {
    const isKey =
      (node.type === 'MemberExpression' && !node.computed && child === node.property) ||
      (node.type === 'Property' && !node.computed && !node.shorthand && child === node.key) ||
      (node.type === 'JSXAttribute' && child === node.name) ||
      (node.type === 'JSXMemberExpression' && child === node.property)
    if (!isKey) yield* usesIn(child)
  }
}

function isWithin(inner: Pick<Node, 'start' | 'end'>, outer: Pick<Node, 'start' | 'end'>): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}
