import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import { selectMerged } from './registry-records.ts'

/**
 * The one line on start and on change.
 *
 *     3 plugins · 7 pages · 1 shadowed · 1 packed · 1 broken
 *
 * `packed` counts packages, which are not merged; `broken` counts plugins that cannot take part, invalid manifests above all,
 * and those of which some code does not parse or resolve.
 */
export function formatSummary(
  plugins: readonly DiscoveredPlugin[],
  brokenCode: ReadonlySet<string> = new Set(),
): string {
  const merged = selectMerged(plugins)
  const pages = merged.reduce((sum, plugin) => sum + plugin.manifest.pages.length, 0)
  const shadowed = plugins.filter((plugin) => plugin.state === 'shadowed').length
  const packed = plugins.filter(({ kind, state }) => kind === 'prebuilt' && state === 'valid').length
  const broken =
    plugins.filter((plugin) => plugin.state === 'invalid').length +
    merged.filter((plugin) => brokenCode.has(plugin.name)).length
  return [
    plural(merged.length, 'plugin'),
    plural(pages, 'page'),
    ...(shadowed > 0 ? [`${shadowed} shadowed`] : []),
    ...(packed > 0 ? [`${packed} packed`] : []),
    ...(broken > 0 ? [`${broken} broken`] : []),
  ].join(' · ')
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
