import type { Diagnostic } from '@plugwright/diagnostics'
import { isPageFile } from '../conventions.ts'
import {
  caseCollision,
  duplicateEntry,
  invalidPagePath,
  pagePathConflict,
  pageWithoutPath,
} from '../diagnostics.ts'
import type { Page } from '../manifest.generated.ts'
import { pagePathFault, pagePathShape } from '../page-paths.ts'
import { toPath } from '../plugin-path.ts'
import { inListedOrder, placeOf, placeOfPage } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** Every page has a path that can be matched, and no other page has it, not even in other case. */
export function* pagePaths(context: RuleContext): Generator<Diagnostic> {
  yield* declaredPages(context)
  const byShape = new Map<string, Page>()
  const byFoldedShape = new Map<string, Page>()
  for (const page of pagesWithPath(context)) {
    const { module, path } = page
    const fault = pagePathFault(path)
    if (fault !== undefined) yield invalidPagePath({ module, path, fault }, placeOfPage(context, page))
    const shape = pagePathShape(path)
    const same = byShape.get(shape)
    const folded = byFoldedShape.get(shape.toLowerCase())
    const other = same ?? folded
    if (other === undefined) {
      byShape.set(shape, page)
      byFoldedShape.set(shape.toLowerCase(), page)
      continue
    }
    const places = { place: placeOfPage(context, page), other: placeOfPage(context, other) }
    yield same === undefined
      ? caseCollision({ what: 'pages', name: module, other: other.module }, places)
      : pagePathConflict(page, other, places)
  }
}

function* declaredPages(context: RuleContext): Generator<Diagnostic> {
  const first = new Map<string, number>()
  for (const [index, page] of (context.source.pages ?? []).entries()) {
    const module = toPath(page.module)
    const placeOfModule = (at: number) => placeOf(context, ['pages', at, 'module'])
    const other = first.get(module)
    if (other === undefined) first.set(module, index)
    else yield duplicateEntry(`page ${module}`, placeOfModule(index), placeOfModule(other))
    if (page.path === undefined && !isPageFile(module)) yield pageWithoutPath(module, placeOfModule(index))
  }
}

/** Without the pages that lack a path: they have a problem of their own. */
function pagesWithPath({ source, manifest }: RuleContext): readonly Page[] {
  const declared = source.pages ?? []
  const withoutPath = new Set(
    declared.filter((page) => page.path === undefined).map((page) => toPath(page.module)),
  )
  return inListedOrder(manifest.pages, declared).filter(
    ({ module }) => isPageFile(module) || !withoutPath.has(module),
  )
}
