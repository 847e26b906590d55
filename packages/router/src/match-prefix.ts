/** A path cut in two where a router is mounted. */
export interface PrefixMatch {
  /** `/api/crm/accounts`, encoded as in the request; empty for the mount point `/`. */
  readonly prefix: string
  /** `/7`, encoded as in the request; `/` where nothing is left. */
  readonly rest: string
}

/**
 * Splits a mount point into decoded segments: `/api/crm/` → `['api', 'crm']`, `/` → `[]`.
 */
export function toSegments(mountPoint: string): readonly string[] {
  return mountPoint
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment)
}

/**
 * Cuts `segments` from the front of a URL's pathname, whole segments only: `/api/crm` is not in front of `/api/crm-extra`.
 * Segments are compared decoded, so `/m%C3%BCller` and `/%61ccounts` match `müller` and `accounts`, while an encoded
 * slash never separates. What is left keeps its encoding.
 */
export function matchPrefix(pathname: string, segments: readonly string[]): PrefixMatch | undefined {
  let end = 0
  for (const segment of segments) {
    const slash = pathname.indexOf('/', end + 1)
    const next = slash === -1 ? pathname.length : slash
    if (decodeSegment(pathname.slice(end + 1, next)) !== segment) return undefined
    end = next
  }
  return { prefix: pathname.slice(0, end), rest: pathname.slice(end) || '/' }
}

/** A malformed escape stands for itself. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
