import type { Manifest } from './manifest.ts'

/** Where a host serves the pages of plugins, unless it says otherwise. */
export const DEFAULT_ROUTE_BASE = '/plugins'

/** The address of a page in the host: (`crm`, `/customers`) → `/plugins/crm/customers`; `/` → `/plugins/crm`. */
export function pageHref(name: string, path: string, routeBase: string = DEFAULT_ROUTE_BASE): string {
  return `${routeBase}/${name}${path === '/' ? '' : path}`
}

/** The addresses of all pages of a plugin, in the order of `pages`; parameters stay as `:name`. */
export function pageHrefs(manifest: Pick<Manifest, 'name' | 'pages'>, routeBase?: string): readonly string[] {
  return manifest.pages.map((page) => pageHref(manifest.name, page.path, routeBase))
}

/** The slots that the blocks of a plugin are for, each once, in byte order. */
export function slotsOf(manifest: Pick<Manifest, 'blocks'>): readonly string[] {
  return [...new Set(manifest.blocks.map((block) => block.slot))].sort()
}

/** Tells whether a pathname below the plugin belongs to a page path: `/customers/7` to `/customers/:id`. */
export function matchesPagePath(pathname: string, path: string): boolean {
  const parts = segments(pathname)
  const pattern = segments(path)
  const rest = pattern.at(-1) === '*'
  if (rest) pattern.pop()
  if (rest ? parts.length < pattern.length : parts.length !== pattern.length) return false
  return pattern.every((segment, index) => segment.startsWith(':') || segment === parts[index])
}

/** Finds the page that a pathname below the plugin leads to: static before parameter before rest. */
export function createPageFinder<Page extends { readonly path: string }>(
  pages: readonly Page[],
): (pathname: string) => Page | undefined {
  const fixed = new Map(pages.map((page) => [page.path, page]))
  const patterns = pages
    .filter(({ path }) => /[:*]/.test(path))
    .toSorted((a, b) => comparePagePaths(a.path, b.path))
  return (pathname) => fixed.get(pathname) ?? patterns.find(({ path }) => matchesPagePath(pathname, path))
}

/** What keeps a path from being a page's, as the end of a sentence; `undefined` where nothing does. */
export function pagePathFault(path: string): string | undefined {
  const parts = segments(path)
  const params = parts.filter((segment) => segment.startsWith(':'))
  if (new Set(params).size < params.length) return 'has a parameter twice'
  if (parts.slice(0, -1).includes('*')) return 'goes on after the rest (*)'
  const odd = parts.find(
    (segment) => segment !== '*' && !/^(:[A-Za-z_]\w*|[^\s?#%\\:*[\]{}]+)$/.test(segment),
  )
  return odd === undefined ? undefined : `has the part "${odd}"`
}

/** Two paths of one shape match the same addresses: `/a/:id` and `/a/:key` both have the shape `/a/:`. */
export function pagePathShape(path: string): string {
  return path.replace(/:[^/]+/g, ':')
}

/**
 * Orders page paths so that the first match is the right one: segment by segment, static before parameter before
 * rest. Paths of one rank are in byte order.
 */
export function comparePagePaths(a: string, b: string): number {
  const left = segments(a)
  const right = segments(b)
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = segmentRank(left[index]) - segmentRank(right[index])
    if (difference !== 0) return difference
  }
  return compareText(a, b)
}

/**
 * The part of a nav path below its plugin, without query and hash: (`crm`, `/crm/customers?new`) → `/customers`.
 * `/plugins/crm/…` is the same. `undefined` where the path leads to another plugin or to the host.
 */
export function pathWithinPlugin(name: string, navPath: string): string | undefined {
  const pathname = navPath.replace(/[?#].*$/s, '')
  const below = /^\/(?:plugins\/)?([^/]+)(\/.*)?$/s.exec(pathname)
  if (below?.[1] !== name) return undefined
  return below[2]?.replace(/\/$/, '') || '/'
}

/** Byte order, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function segments(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

function segmentRank(segment: string | undefined): number {
  if (segment === undefined) return 0
  if (segment === '*') return 3
  return segment.startsWith(':') ? 2 : 1
}
