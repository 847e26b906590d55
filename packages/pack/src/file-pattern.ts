import picomatch from 'picomatch'
import type { DefaultRule } from './default-rules.ts'

/** A compiled glob. */
export interface FilePattern {
  /** As written, `!` included. */
  readonly text: string
  /** Takes files out. */
  readonly isNegative: boolean
  matches(path: string): boolean
  /**
   * Tells whether the pattern names what the rule hides, and so lifts it: `dist/**` names the folder `dist`,
   * `**\/*.test.ts` names test files, `**` names neither.
   */
  names(rule: DefaultRule): boolean
  /** Tells whether something below a folder can match. */
  reachesInto(folder: string): boolean
}

/** `/` only, case-sensitive, anchored, a dot at the start of a segment matched only by a dot. */
const GLOB_OPTIONS: picomatch.PicomatchOptions = { dot: false, windows: false, nonegate: true }

/** ASCII punctuation but `-./_`; an escape is left as it is. */
const SPECIAL = /\\.|[!-,:-@[-^`{-~]/g

/** What has a meaning in a pattern. All else is plain: `[id].tsx` and `(group)` are names of pages and folders. */
const GLOB_CHARACTERS: ReadonlySet<string> = new Set(['*', '?', '{', ',', '}'])

/** Compiles one pattern: `assets/**`, `!assets/raw/**`, `docs/` (all below the folder), `./bin/*`. */
export function compilePattern(text: string): FilePattern {
  const isNegative = text.startsWith('!')
  const relative = text.slice(isNegative ? 1 : 0).replace(/^\.\//, '')
  const glob = relative.endsWith('/') ? `${relative}**` : relative
  // `!dist/**` has to take out also what is hidden, `!**/.env` as well as `!**`.
  const isMatch = picomatch(escapePlain(glob), isNegative ? { ...GLOB_OPTIONS, dot: true } : GLOB_OPTIONS)
  const segments = glob.split('/')
  return {
    text,
    isNegative,
    matches: (path) => isMatch(path),
    names: (rule) => namesHidden(rule, segments.map(unescape)),
    reachesInto: (folder) => BRACES_OVER_SLASH.test(glob) || overlaps(segments, folder.split('/')),
  }
}

// Such a pattern has no segments of its own; it is taken to reach everywhere.
const BRACES_OVER_SLASH = /\{[^}]*\//

/** A glob that matches exactly this path. */
export function escapeGlob(path: string): string {
  return path.replace(SPECIAL, '\\$&')
}

function unescape(segment: string): string {
  return segment.replace(/\\(.)/g, '$1')
}

function escapePlain(glob: string): string {
  return glob.replace(SPECIAL, (found) =>
    found.length > 1 || GLOB_CHARACTERS.has(found) ? found : `\\${found}`,
  )
}

/** A rule that would hide the pattern's own segment is a rule that the pattern is aware of. */
function namesHidden(rule: DefaultRule, segments: readonly string[]): boolean {
  return segments.some((segment, depth) =>
    rule.hides(segment, { depth, isFile: depth === segments.length - 1 }),
  )
}

function overlaps(pattern: readonly string[], folder: readonly string[]): boolean {
  const [head, ...rest] = pattern
  const [name, ...below] = folder
  if (name === undefined) return head !== undefined
  if (head === undefined) return false
  if (head === '**') return true
  return picomatch.isMatch(name, escapePlain(head), { ...GLOB_OPTIONS, dot: true }) && overlaps(rest, below)
}

/** Tells whether the pattern lifts every rule of a list. */
export function namesAll(pattern: FilePattern, rules: readonly DefaultRule[]): boolean {
  return rules.every((rule) => pattern.names(rule))
}
