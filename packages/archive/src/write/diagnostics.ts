import type { Diagnostic } from '@plugwright/diagnostics'
import type { CacheProblem } from './segment-cache.ts'

/** The cache of compressed segments cannot be trusted, or not be made; packing goes on without it. */
export function cacheIgnored(dir: string, problem: CacheProblem): Diagnostic {
  return {
    code: 'ARCHIVE_CACHE_IGNORED',
    // A read-only home is common on build machines, and nobody can do anything about it there.
    severity: problem === 'not-creatable' ? 'info' : 'warning',
    message: `The cache of compressed files is not used, because ${CACHE_PROBLEMS[problem]}.`,
    hint: 'remove the folder or make it yours (mode 0700), set another one with XDG_CACHE_HOME, or pack without a cache.',
    file: dir,
  }
}

const CACHE_PROBLEMS: Readonly<Record<CacheProblem, string>> = {
  foreign: 'its folder belongs to another user',
  'writable-by-others': 'users other than its owner may write to its folder',
  'not-a-folder': 'its place is taken by something that is no folder',
  'not-creatable': 'its folder cannot be made',
}
