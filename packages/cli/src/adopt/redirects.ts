import type { PagePlan } from './plan-pages.ts'
import { segmentsOf } from './page-route.ts'

/** An old address that leads on to a plugin. */
export interface Redirect {
  /** The path of the route, from the root: `/crm/*`. */
  readonly path: string
  /** What is taken off an address, and what takes its place: `/crm` → `/plugins/crm`. */
  readonly from: string
  readonly to: string
}

/**
 * The routes that keep old addresses going: one for everything below `/crm` where all of that is one plugin's, else one for
 * each page. `others` are the paths of the routes that stay. Addresses that do not change need none.
 */
export function planRedirects(
  pages: readonly PagePlan[],
  { under, others }: { readonly under: string; readonly others: readonly string[] },
): readonly Redirect[] {
  const base = segmentsOf(under)
  const byStart = new Map<string, { readonly page: PagePlan; readonly to: string }[]>()
  for (const page of pages) {
    const old = segmentsOf(page.route.path).slice(base.length)
    const own = segmentsOf(page.path)
    const kept = old.length === own.length ? old.slice(0, 1) : []
    const from = join(base, old.slice(0, 1))
    const to = join(base, ['plugins', page.plugin], kept)
    if (page.route.path === join(base, ['plugins', page.plugin], own)) continue
    byStart.set(from, [...(byStart.get(from) ?? []), { page, to }])
  }
  return [...byStart].flatMap(([from, list]) => {
    const targets = new Set(list.map(({ to }) => to))
    const [first] = list
    if (first !== undefined && targets.size === 1 && !others.some((path) => competes(path, from)))
      return [{ path: `${from}/*`, from, to: first.to }]
    return list.map(({ page, to }) => ({ path: page.route.path, from, to }))
  })
}

/** A route that stays and has a parameter would come before the rest: `/crm/:id` takes `/crm/new` from `/crm/*`. */
function competes(path: string, from: string): boolean {
  const [first = '', ...rest] = segmentsOf(path)
  if (path === from || path.startsWith(`${from}/`)) return /[:*]/.test(path)
  return first.startsWith(':') && rest.length > 0
}

function join(...parts: readonly (readonly string[])[]): string {
  return `/${parts.flat().join('/')}`
}
