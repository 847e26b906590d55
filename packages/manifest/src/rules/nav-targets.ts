import { nearestName } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { navOutsidePlugin, navSeveralTargets, navWithoutPage, navWithoutTarget } from '../diagnostics.ts'
import type { Page } from '../manifest.generated.ts'
import { findPage, pathWithinPlugin } from '../page-paths.ts'
import { resolveText } from '../text.ts'
import { navItems, placeOf } from './rule.ts'
import type { NavItem, RuleContext } from './rule.ts'

/** Every nav entry leads to one place, and a `path` to a page of the plugin. */
export function* navTargets(context: RuleContext): Generator<Diagnostic> {
  for (const item of navItems(context)) {
    const { source, at } = item
    const label = resolveText(source.label, 'en')
    const targets = (['path', 'href', 'host'] as const).filter((field) => source[field] !== undefined)
    if (targets.length > 1)
      yield navSeveralTargets(label, targets, placeOf(context, [...at, targets[1] ?? 'path'], 'key'))
    if (targets.length === 0 && (source.children ?? []).length === 0)
      yield navWithoutTarget(label, placeOf(context, at))
    if (source.path !== undefined) yield* ownPage(context, item, { label, path: source.path })
  }
}

function* ownPage(
  context: RuleContext,
  { at }: NavItem,
  { label, path }: { readonly label: string; readonly path: string },
): Generator<Diagnostic> {
  const { name, pages } = context.manifest
  const place = placeOf(context, [...at, 'path'])
  const addresses = new Map(pages.map((page) => [ownAddress(name, page), page]))
  const within = pathWithinPlugin(name, path)
  if (within === undefined) {
    const nearest = nearestName(path, addresses.keys())
    yield navOutsidePlugin({ label, path, name, nearest }, place)
    return
  }
  if (findPage(pages, within) !== undefined) return
  const address = nearestName(`/${name}${within}`, addresses.keys())
  const page = address === undefined ? undefined : addresses.get(address)
  const nearest =
    address === undefined || page === undefined ? undefined : { path: address, module: page.module }
  yield navWithoutPage({ label, path, nearest, pages: [...addresses.keys()] }, place)
}

/** What a nav entry writes to reach a page: `/crm/customers`. */
function ownAddress(name: string, page: Page): string {
  return `/${name}${page.path === '/' ? '' : page.path}`
}
