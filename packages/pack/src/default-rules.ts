/** Where a segment stands in its path. */
export interface SegmentPlace {
  /** 0 at the plugin folder. */
  readonly depth: number
  /** The name of a file, not of a folder above it. */
  readonly isFile: boolean
}

/** Keeps files out unless a pattern names them. */
export interface DefaultRule {
  /** Shown in `excluded`. */
  readonly name: string
  hides(segment: string, place: SegmentPlace): boolean
}

/** What no author means when writing `assets/**`; the first rule that hides a file gives the reason. */
export const DEFAULT_RULES: readonly DefaultRule[] = [
  { name: 'node_modules', hides: (segment) => segment === 'node_modules' },
  { name: 'python-cache', hides: (segment) => segment === '__pycache__' || /\.py[co]$/.test(segment) },
  {
    name: 'editor',
    hides: (segment) =>
      /^\.(?:idea|vscode)$|~$|\.sw[op]$|^(?:Thumbs\.db|desktop\.ini|\.DS_Store)$/.test(segment),
  },
  { name: 'dotfile', hides: (segment) => segment.startsWith('.') },
  {
    name: 'tests',
    hides: (segment, { isFile }) => (isFile ? TEST_FILE : TEST_FOLDER).test(segment),
  },
  {
    name: 'build-output',
    hides: (segment, { depth, isFile }) =>
      depth === 0 && !isFile && (segment === 'dist' || segment === 'build'),
  },
]

const TEST_FOLDER = /^(?:__tests__|__snapshots__|__mocks__|tests?)$/
const TEST_FILE = /\.(?:test|spec)\.[^.]+$|^test_.*\.py$|_test\.py$|^conftest\.py$/

/** The rules that hide a path, each once, in the order of {@link DEFAULT_RULES}. */
export function hidingRules(path: string, kind: 'file' | 'folder'): DefaultRule[] {
  const segments = path.split('/')
  return DEFAULT_RULES.filter((rule) =>
    segments.some((segment, depth) =>
      rule.hides(segment, { depth, isFile: kind === 'file' && depth === segments.length - 1 }),
    ),
  )
}
