import { nearestName } from '@plugwright/diagnostics'
import type { Diagnostic, Place } from '@plugwright/diagnostics'
import { navOutsidePlugin, navSeveralTargets, navWithoutPage, navWithoutTarget } from '../diagnostics.ts'
import type { Page } from '../manifest.generated.ts'
import { createPageFinder, pageHref, pathWithinPlugin } from '../page-paths.ts'
import { resolveText } from '../text.ts'
import { navItems, placeOf } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** Every nav entry leads to one place, and a `path` to a page of the plugin. */
export function* navTargets(context: RuleContext): Generator<Diagnostic> {
  const pages = ownPages(context)
  for (const { source, at } of navItems(context)) {
    const label = resolveText(source.label, 'en')
    const targets = (['path', 'href', 'host'] as const).filter((field) => source[field] !== undefined)
    if (targets.length > 1)
      yield navSeveralTargets(label, targets, placeOf(context, [...at, targets[1] ?? 'path'], 'key'))
    if (targets.length === 0 && (source.children ?? []).length === 0)
      yield navWithoutTarget(label, placeOf(context, at))
    if (source.path !== undefined)
      yield* pageProblem({ label, path: source.path }, pages, () => placeOf(context, [...at, 'path']))
  }
}

interface OwnPages {
  readonly name: string
  /** What a nav entry writes to reach a page: `/crm/customers`. */
  readonly byAddress: ReadonlyMap<string, Page>
  readonly find: (pathname: string) => Page | undefined
}

function ownPages({ manifest: { name, pages } }: RuleContext): OwnPages {
  const byAddress = new Map(pages.map((page) => [pageHref(name, page.path, ''), page]))
  return { name, byAddress, find: createPageFinder(pages) }
}

function* pageProblem(
  { label, path }: { readonly label: string; readonly path: string },
  { name, byAddress, find }: OwnPages,
  place: () => Place,
): Generator<Diagnostic> {
  const within = pathWithinPlugin(name, path)
  if (within === undefined) {
    yield navOutsidePlugin({ label, path, name, nearest: nearestName(path, byAddress.keys()) }, place())
    return
  }
  if (find(within) !== undefined) return
  const address = nearestName(`/${name}${within}`, byAddress.keys())
  const module = address === undefined ? undefined : byAddress.get(address)?.module
  const nearest = address === undefined || module === undefined ? undefined : { path: address, module }
  yield navWithoutPage({ label, path, nearest, pages: [...byAddress.keys()] }, place())
}
