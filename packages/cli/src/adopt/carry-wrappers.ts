import type { Found } from './component.ts'
import { joinPaths, segmentsOf } from './page-route.ts'
import type { PageRoute } from './page-route.ts'
import type { ComponentUse, Wrapper } from './read-element.ts'
import type { RouteNode } from './route-node.ts'

/** Something that stands around a page in the page's own module. */
export interface CarriedWrapper {
  readonly use: ComponentUse
  readonly kind: Wrapper['kind']
  /** Where a layout stands, below the plugin: `/`, `/customers`. */
  readonly at: string
}

export interface Carried {
  readonly wrappers: readonly CarriedWrapper[]
  /** That of the innermost guard. */
  readonly permission: string | undefined
}

/**
 * The routes that all pages stand in and that stay the host's: those at the address that everything begins with, as the
 * frame of the app and the check that somebody is signed in.
 */
export function commonAncestors(routes: readonly PageRoute[], under: string): readonly RouteNode[] {
  const [first, ...others] = routes.map(({ ancestors }) => ancestors)
  const common: RouteNode[] = []
  for (const [index, node] of (first ?? []).entries()) {
    const isTop = joinPaths(first?.slice(0, index + 1) ?? []).length <= under.length
    if (!isTop || others.some((ancestors) => ancestors[index] !== node)) break
    common.push(node)
  }
  return common
}

/**
 * Collects what a route has around it and will have in the page's module. Of several guards the innermost becomes the
 * permission of the page, and the others stay around it.
 */
export function carryWrappers(
  { node, ancestors, path }: PageRoute,
  { pagePath, hostAncestors }: { readonly pagePath: string; readonly hostAncestors: readonly RouteNode[] },
): Found<Carried> {
  const cut = segmentsOf(path).length - segmentsOf(pagePath).length
  const all: { readonly wrapper: Wrapper; readonly at: string }[] = []
  for (const [index, ancestor] of [...ancestors, node].entries()) {
    const { content } = ancestor
    if (hostAncestors.includes(ancestor) || content === undefined) continue
    if ('problem' in content) return content
    const at = `/${segmentsOf(joinPaths([...ancestors.slice(0, index), ancestor]))
      .slice(cut)
      .join('/')}`
    for (const wrapper of content.value.wrappers) all.push({ wrapper, at })
    const { inner } = content.value
    if (ancestor !== node && inner.kind === 'component')
      all.push({ wrapper: { use: { value: inner }, kind: 'layout', permission: undefined }, at })
  }
  const permission = all.findLast(({ wrapper }) => wrapper.permission !== undefined)?.wrapper.permission
  const wrappers: CarriedWrapper[] = []
  for (const { wrapper, at } of all) {
    if (wrapper.permission !== undefined && wrapper.permission === permission) continue
    if ('problem' in wrapper.use) return wrapper.use
    wrappers.push({ use: wrapper.use.value, kind: wrapper.kind, at })
  }
  return { value: { wrappers, permission } }
}
