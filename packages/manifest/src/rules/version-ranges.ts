import type { Diagnostic } from '@plugwright/diagnostics'
import validRange from 'semver/ranges/valid.js'
import { invalidRange } from '../diagnostics.ts'
import { placeOf } from './rule.ts'
import type { RuleContext } from './rule.ts'

/** The ranges in `requires` can be read. */
export function* versionRanges(context: RuleContext): Generator<Diagnostic> {
  const { host, plugins = {} } = context.source.requires ?? {}
  if (host !== undefined && !isRange(host))
    yield invalidRange({ field: 'requires.host', range: host }, placeOf(context, ['requires', 'host']))
  for (const [name, range] of Object.entries(plugins)) {
    if (isRange(range)) continue
    const field = `requires.plugins.${name}`
    yield invalidRange({ field, range }, placeOf(context, ['requires', 'plugins', name]))
  }
}

/** The empty range means any version to semver; here it is a value forgotten. */
function isRange(range: string): boolean {
  return range.trim() !== '' && validRange(range) !== null
}
