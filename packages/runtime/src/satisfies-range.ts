/** Major, minor, patch, prerelease (empty: a release). */
type Version = readonly [number, number, number, string]

/** The versions from `low` up to `high`, which is out; a missing side is open. */
interface Interval {
  readonly low?: Version
  readonly high?: Version
  /** The version the range names, if it is a prerelease. */
  readonly prerelease?: Version
}

/**
 * Whether a version lies in an npm range: `^1.2.0`, `~1.2`, `>=1 <3`, `1.x`, `1.0.0 - 2.0.0`, `*`, alternatives with `||`.
 * As in npm, a prerelease counts only where the range names one of the same major, minor and patch. What is not a version or
 * a range does not fit.
 */
export function satisfiesRange(version: string, range: string): boolean {
  const [low, parts] = parse(version) ?? []
  return low !== undefined && parts === 3 && range.split('||').some((part) => satisfiesAll(low, part.trim()))
}

function satisfiesAll(version: Version, range: string): boolean {
  const intervals = range
    .replace(/^(\S+)\s+-\s+(\S+)$/, '>=$1 <=$2')
    .replace(/([<>=~^])\s+/g, '$1')
    .split(/\s+/)
    .map(toInterval)
  const isNamed = intervals.some(
    (interval) => interval?.prerelease && sameRelease(interval.prerelease, version),
  )
  return (
    (version[3] === '' || isNamed) &&
    intervals.every(
      (interval) =>
        interval !== undefined &&
        (interval.low === undefined || compare(version, interval.low) >= 0) &&
        (interval.high === undefined || compare(version, interval.high) < 0),
    )
  )
}

/** One comparator: `^1.2.0` → from 1.2.0 up to 2.0.0-0. */
function toInterval(comparator: string): Interval | undefined {
  const [, operator = '', rest = ''] = /^([<>]=?|[=^]|~>?)?(.*)$/.exec(comparator) ?? []
  const [low, parts] = parse(rest) ?? []
  if (low === undefined || parts === undefined) return undefined
  if (parts === 0) return operator === '<' || operator === '>' ? undefined : {}

  const [major, minor, patch, prerelease] = low
  const after: Version =
    parts === 3 && prerelease !== '' ? [major, minor, patch, `${prerelease}.0`] : raise(low, parts - 1)
  const named = prerelease === '' ? {} : { prerelease: low }
  if (operator === '>=') return { ...named, low }
  if (operator === '>') return { ...named, low: after }
  if (operator === '<') return { ...named, high: parts === 3 ? low : [major, minor, patch, '0'] }
  if (operator === '<=') return { ...named, high: after }
  if (operator === '' || operator === '=') return { ...named, low, high: after }
  // What may not change: with ^ the first number that is not zero, with ~ the minor.
  const fixed = operator === '^' ? [major, minor, 1].findIndex((part) => part > 0) : 1
  return { ...named, low, high: raise(low, Math.min(fixed, parts - 1)) }
}

/** A version, and how many of its numbers are given before an `x`, `*` or the end. */
function parse(text: string): [Version, number] | undefined {
  const found = /^[v=\s]*(\d+|[x*])?(?:\.(\d+|[x*]))?(?:\.(\d+|[x*]))?(?:-([\w.-]+))?(?:\+[\w.-]+)?$/i.exec(
    text,
  )
  if (found === null) return undefined
  const numbers = found.slice(1, 4).map(Number)
  const wild = numbers.findIndex(Number.isNaN)
  const given = wild < 0 ? numbers : numbers.slice(0, wild)
  const [major = 0, minor = 0, patch = 0] = given
  return [[major, minor, patch, found[4] ?? ''], given.length]
}

/** The first version, prereleases included, after all that share the numbers up to a position. */
function raise([major, minor, patch]: Version, position: number): Version {
  if (position === 0) return [major + 1, 0, 0, '0']
  return position === 1 ? [major, minor + 1, 0, '0'] : [major, minor, patch + 1, '0']
}

function sameRelease(a: Version, b: Version): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2]
}

/** Precedence as in semver.org, item 11. */
function compare(a: Version, b: Version): number {
  const release = a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
  if (release !== 0 || a[3] === b[3]) return release
  if (a[3] === '' || b[3] === '') return a[3] === '' ? 1 : -1
  const [left, right] = [a[3].split('.'), b[3].split('.')]
  const at = left.findIndex((part, index) => part !== right[index])
  return at < 0 ? -1 : compareIdentifiers(left[at], right[at])
}

/** Numbers before words, fewer identifiers before more. */
function compareIdentifiers(a = '', b = ''): number {
  if (b === '') return 1
  const [left, right] = [Number(a), Number(b)]
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right
  return Number.isNaN(left) === Number.isNaN(right) ? (a < b ? -1 : 1) : Number.isNaN(left) ? 1 : -1
}
