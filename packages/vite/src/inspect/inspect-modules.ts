import { toSlashes } from '../merge/owners.ts'
import { compact } from '../merge/registry-records.ts'
import type { InspectedModule, PluginSize } from './inspection.ts'
import { toPlace } from './inspection-source.ts'
import type { InspectionSource } from './inspection-source.ts'

/** The modules of plugins that a browser has asked for, the slowest first. */
export function inspectModules({
  modules,
  state: { merge, root },
}: InspectionSource): readonly InspectedModule[] {
  return modules
    .flatMap((module): InspectedModule[] => {
      const owner = merge.owners.of(module.file)
      if (owner === undefined || module.transformedBytes === undefined) return []
      return [
        compact({
          plugin: owner.name,
          file: toSlashes(module.file),
          place: toPlace(module.file, root),
          transformedBytes: module.transformedBytes,
          firstLoadMs: module.firstLoadMs,
        }),
      ]
    })
    .sort((a, b) => (b.firstLoadMs ?? -1) - (a.firstLoadMs ?? -1))
}

/** How much each plugin is, in the server and in the last build. */
export function inspectSizes({ modules, build, state: { merge } }: InspectionSource): readonly PluginSize[] {
  const owned = modules.map((module) => ({ module, owner: merge.owners.of(module.file)?.name }))
  return merge.plugins.map(({ name }) => {
    const own = owned.filter(({ owner }) => owner === name)
    return compact({
      plugin: name,
      modules: own.length,
      transformedBytes: own.reduce((sum, { module }) => sum + (module.transformedBytes ?? 0), 0),
      built: build?.plugins.get(name),
    })
  })
}
