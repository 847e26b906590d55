import type { MergedPlugin } from '../merge/registry-records.ts'
import type { ResolvedOptions } from '../options.ts'

/**
 * Tells whether broken code of a plugin fails a build. With `'install'` it does for what the host's own project holds:
 * the first root and single plugins.
 */
export function isStrictFor({ strict }: ResolvedOptions, { rootIndex }: MergedPlugin): boolean {
  return strict === 'install' ? rootIndex <= 0 : strict
}
