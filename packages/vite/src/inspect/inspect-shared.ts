import { compact } from '../merge/registry-records.ts'
import { fits, peersOf } from '../shared-packages.ts'
import type { Inspection, PrivatePackage, InspectedPackage } from './inspection.ts'
import type { InspectionSource } from './inspection-source.ts'

/** What plugins get from the host, with who asks for which version; and what they bring themselves. */
export function inspectShared(source: InspectionSource): Inspection['shared'] {
  const { host, shared, merge } = source.state
  const peers = merge.plugins.map((plugin) => ({ plugin: plugin.name, ranges: peersOf(host, plugin) }))
  const asked = new Set(peers.flatMap(({ ranges }) => [...ranges.keys()]))
  const packages = [...new Set([...shared, ...asked])].sort().flatMap((name): InspectedPackage[] => {
    const version = versionOf(name, host.root, source)
    const askedBy = peers.flatMap(({ plugin, ranges }) => {
      const range = ranges.get(name)
      return range === undefined
        ? []
        : [{ plugin, range, fits: version !== undefined && fits(version, range) }]
    })
    // Frameworks that neither the host nor a plugin knows are shared in theory only.
    return version === undefined && askedBy.length === 0 ? [] : [compact({ name, version, askedBy })]
  })
  return { packages, private: listPrivate(source) }
}

function listPrivate(source: InspectionSource): readonly PrivatePackage[] {
  const { host, shared, merge } = source.state
  return merge.plugins.flatMap(({ name: plugin, realDir }) =>
    [...(host.packages.read(realDir)?.dependencies ?? [])]
      .filter(([name]) => !shared.has(name))
      .map(([name, range]) => compact({ plugin, name, range, version: versionOf(name, realDir, source) })),
  )
}

function versionOf(name: string, from: string, { state: { host } }: InspectionSource): string | undefined {
  const dir = host.packages.find(name, from)
  return dir === undefined ? undefined : host.packages.read(dir)?.version
}
