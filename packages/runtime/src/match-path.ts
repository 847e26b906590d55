/** A pathname as the segments between its slashes, `raw` as written and `decoded` for comparison. */
export interface PathSegments {
  readonly raw: readonly string[]
  readonly decoded: readonly string[]
}

/**
 * Splits a pathname. Empty segments do not count, so trailing and doubled slashes are tolerated; query and hash are cut off;
 * a segment with a malformed `%` stays as it is.
 *
 *     '/customers/J%C3%BCrgen/?tab=1'   → raw ['customers', 'J%C3%BCrgen'], decoded ['customers', 'Jürgen']
 */
export function splitPath(pathname: string): PathSegments {
  const raw = (pathname.split(/[?#]/, 1)[0] ?? '').split('/').filter((segment) => segment !== '')
  return { raw, decoded: raw.map(decodeSegment) }
}

/** A match of a list of patterns: which one, and the values of its parameters. */
export interface PathMatch<Route> {
  readonly route: Route
  /** By name, decoded; `*` holds what a rest pattern took, joined by slashes. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * Finds the route that fits a path best, segment by segment: static before `:param` before the rest `*`, and of equal ones the
 * first listed. A rest matches nothing, too. Letter case counts.
 *
 *     '/customers/new' against ['/:page', '/customers/:id', '/*']   → '/customers/:id', { id: 'new' }
 */
export function matchPath<Route extends { readonly path: string }>(
  routes: readonly Route[],
  decoded: readonly string[],
): PathMatch<Route> | undefined {
  let best: PathMatch<Route> | undefined
  let bestRank = '~'
  for (const route of routes) {
    const found = matchPattern(splitPath(route.path).decoded, decoded)
    if (found !== undefined && found.rank < bestRank) {
      best = { route, params: Object.fromEntries(found.params) }
      bestRank = found.rank
    }
  }
  return best
}

/** `rank` has one digit a segment, so that comparing two as strings compares them per segment; lower is better. */
function matchPattern(
  pattern: readonly string[],
  segments: readonly string[],
): { rank: string; params: [string, string][] } | undefined {
  const params: [string, string][] = []
  let rank = ''
  for (const [index, part] of pattern.entries()) {
    if (part === '*') return { rank: `${rank}2`, params: [...params, ['*', segments.slice(index).join('/')]] }
    const segment = segments[index]
    if (segment === undefined) return undefined
    if (part.startsWith(':')) params.push([part.slice(1), segment])
    else if (part !== segment) return undefined
    rank += part.startsWith(':') ? '1' : '0'
  }
  return pattern.length === segments.length ? { rank, params } : undefined
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
