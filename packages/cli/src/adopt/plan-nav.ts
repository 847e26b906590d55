import type { Place } from '@plugwright/diagnostics'
import { matchesPagePath } from '@plugwright/manifest'
import type { PagePlan } from './plan-pages.ts'
import { segmentsOf } from './page-route.ts'
import type { NavItem } from './read-nav.ts'

/** An entry for the `nav` of a plugin. */
export interface NavPlan {
  readonly plugin: string
  readonly label: string
  /** `/crm/customers?new` */
  readonly path: string
  readonly icon: string | undefined
  readonly permission: string | undefined
  readonly section: string | undefined
  /** Below the plugin, as the page has it. */
  readonly pagePath: string
  readonly place: Place
}

/** Entries of the host that lead to adopted pages. */
export interface NavsPlan {
  readonly nav: readonly NavPlan[]
  /** Those whose words are computed: a person has to write them. */
  readonly unread: readonly NavItem[]
}

/** Finds the entries that lead to pages of plugins; one that stands twice, for large and small screens, is taken once. */
export function planNav(items: readonly NavItem[], pages: readonly PagePlan[]): NavsPlan {
  const nav = new Map<string, NavPlan>()
  const unread: NavItem[] = []
  for (const item of items) {
    const [, pathname = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(item.path) ?? []
    const page = findPage(pathname, pages)
    if (page === undefined) continue
    if (item.label === undefined) {
      unread.push(item)
      continue
    }
    const cut = segmentsOf(page.route.path).length - segmentsOf(page.path).length
    const own = ['', page.plugin, ...segmentsOf(pathname).slice(cut)].join('/')
    const { label, icon, permission, section, place } = item
    const entry = { plugin: page.plugin, label, path: own + rest, icon, permission, section, place }
    const key = `${entry.path} ${label}`
    if (!nav.has(key)) nav.set(key, { ...entry, pagePath: page.path })
  }
  return { nav: [...nav.values()], unread }
}

/** Static before parameter before rest, as far as it matters here: an exact address first. */
function findPage(pathname: string, pages: readonly PagePlan[]): PagePlan | undefined {
  const path = `/${segmentsOf(pathname).join('/')}`
  const exact = pages.find(({ route }) => route.path === path)
  return exact ?? pages.find(({ route }) => matchesPagePath(path, route.path))
}
