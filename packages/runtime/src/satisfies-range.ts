type Version = readonly [major: number, minor: number, patch: number, prerelease: readonly string[]]

/**
 * Whether a version lies in an npm range: `^1.2.0`, `~1.2`, `>=1 <3`, `1.x`, `1.0.0 - 2.0.0`, `*`, alternatives with `||`.
 * As in npm, a prerelease counts only where the range names one of the same major, minor and patch. Anything that is not a
 * version or a range does not fit.
 */
export function satisfiesRange(version: string, range: string): boolean {
  const parsed = parseVersion(version)
  return parsed !== undefined && range.split('||').some((part) => satisfiesAll(parsed, part.trim()))
}

function satisfiesAll(version: Version, range: string): boolean {
  const comparators = range
    .replace(/^(\S+)\s+-\s+(\S+)$/, '>=$1 <=$2')
    .replace(/([<>=~^])\s+/g, '$1')
    .split(/\s+/)
    .map(toBounds)
  const bounds = comparators.flatMap((pair) => pair ?? [])
  return (
    comparators.every((pair) => pair !== undefined) &&
    bounds.every(({ side, limit }) => side(compare(version, limit))) &&
    (version[3].length === 0 ||
      bounds.some(({ limit }) => limit[3][0] !== undefined && sameRelease(version, limit)))
  )
}

interface Bound {
  readonly side: (comparison: number) => boolean
  readonly limit: Version
}

const below = (comparison: number): boolean => comparison < 0
const fromHere = (comparison: number): boolean => comparison >= 0

/** One comparator as half-open bounds: `^1.2.0` → `>=1.2.0` and `<2.0.0-`. */
function toBounds(comparator: string): Bound[] | undefined {
  const [, operator = '', rest = ''] = /^(>=|<=|>|<|=|\^|~>?)?(.*)$/.exec(comparator) ?? []
  const parts = /^v?(\d+|[x*])?(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:-([\w.-]+))?(?:\+[\w.-]+)?$/i.exec(rest)
  if (parts === null) return undefined
  const given = [parts[1], parts[2], parts[3]].map((part) =>
    /^\d/.test(part ?? '') ? Number(part) : undefined,
  )
  const wild = given.indexOf(undefined)
  const known = wild < 0 ? 3 : wild
  const [major = 0, minor = 0, patch = 0] = given.slice(0, known)
  const low: Version = [major, minor, patch, parts[4]?.split('.') ?? []]
  // The position that may not grow: the last given one, for ~ at most the minor, for ^ the first that is not zero.
  const fixed =
    operator === '^' ? [major, minor, patch].findIndex((part) => part > 0) : operator[0] === '~' ? 1 : 2
  const high = raise(low, Math.min(fixed < 0 ? 2 : fixed, known - 1))

  if (known === 0)
    return operator === '<' || operator === '>' ? undefined : [{ side: fromHere, limit: [0, 0, 0, []] }]
  if (operator === '>=') return [{ side: fromHere, limit: low }]
  if (operator === '<') return [{ side: below, limit: known < 3 ? [major, minor, patch, ['']] : low }]
  if (operator === '>')
    return known < 3
      ? [{ side: fromHere, limit: raise(low, known - 1, []) }]
      : [{ side: (comparison) => comparison > 0, limit: low }]
  if (operator === '<=')
    return known < 3
      ? [{ side: below, limit: high }]
      : [{ side: (comparison) => comparison <= 0, limit: low }]
  if (operator !== '^' && operator[0] !== '~' && known === 3)
    return [{ side: (comparison) => comparison === 0, limit: low }]
  return [
    { side: fromHere, limit: low },
    { side: below, limit: high },
  ]
}

/** The first version after all that share the positions up to `position`; below even its prereleases. */
function raise(version: Version, position: number, prerelease: readonly string[] = ['']): Version {
  const [major, minor, patch] = version
  if (position <= 0) return [major + 1, 0, 0, prerelease]
  return position === 1 ? [major, minor + 1, 0, prerelease] : [major, minor, patch + 1, prerelease]
}

function parseVersion(version: string): Version | undefined {
  const [all, major, minor, patch, prerelease] =
    /^v?(\d+)\.(\d+)\.(\d+)(?:-([\w.-]+))?(?:\+[\w.-]+)?$/.exec(version.trim()) ?? []
  return all === undefined
    ? undefined
    : [Number(major), Number(minor), Number(patch), prerelease?.split('.') ?? []]
}

function sameRelease(a: Version, b: Version): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2]
}

/** Precedence as in semver.org, item 11. */
function compare(a: Version, b: Version): number {
  const release = a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
  if (release !== 0) return release
  const [left, right] = [a[3], b[3]]
  if (left.length === 0 || right.length === 0) return right.length - left.length
  for (let index = 0; index < left.length && index < right.length; index++) {
    const order = compareIdentifiers(left[index] ?? '', right[index] ?? '')
    if (order !== 0) return order
  }
  return left.length - right.length
}

function compareIdentifiers(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)]
  if (left && right) return Number(a) - Number(b)
  if (left !== right) return a === '' || (left && b !== '') ? -1 : 1
  return a === b ? 0 : a < b ? -1 : 1
}
