import type { Discovery } from '@plugwright/manifest/node'
import { prebuiltUnsupported } from './diagnostics.ts'
import { isStrictFor } from './isolate/strictness.ts'
import { isMerged } from './merge/registry-records.ts'
import type { ResolvedOptions } from './options.ts'
import { checkSharedRanges } from './shared-packages.ts'
import type { HostPackages } from './shared-packages.ts'

/**
 * Notes at discovered plugins why this host leaves them out: they are packed, or a build that goes on without them has other
 * versions of packages than they ask for. Which plugin shadows which stays as it is.
 */
export function leaveOut(
  discovery: Discovery,
  {
    host,
    options,
    isBuild,
  }: { readonly host: HostPackages; readonly options: ResolvedOptions; readonly isBuild: boolean },
): Discovery {
  const plugins = discovery.plugins.map((plugin) => {
    if (plugin.kind === 'prebuilt' && plugin.state === 'valid') {
      return { ...plugin, diagnostics: [...plugin.diagnostics, prebuiltUnsupported(plugin)] }
    }
    if (!isBuild || !isMerged(plugin) || isStrictFor(options, plugin)) return plugin
    const problems = checkSharedRanges(host, [plugin], { isBuild })
    return problems.length === 0
      ? plugin
      : { ...plugin, state: 'invalid' as const, diagnostics: [...plugin.diagnostics, ...problems] }
  })
  return { ...discovery, plugins }
}
