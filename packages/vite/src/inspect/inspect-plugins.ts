import { resolveText } from '@plugwright/manifest/pages'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import satisfies from 'semver/functions/satisfies.js'
import { toSlashes } from '../merge/owners.ts'
import { compact, isMerged } from '../merge/registry-records.ts'
import type {
  InspectedPlugin,
  InspectedProblem,
  InspectedState,
  PluginPlace,
  Requirement,
} from './inspection.ts'
import { toPlace } from './inspection-source.ts'
import type { InspectionSource } from './inspection-source.ts'

/** Every plugin that was found, with what became of it. */
export function inspectPlugins(
  source: InspectionSource,
  problems: readonly InspectedProblem[],
): readonly InspectedPlugin[] {
  const { root, merge } = source.state
  const { plugins } = merge.discovery
  return plugins.map((plugin) => {
    const { manifest } = plugin
    const winner = plugins.find(({ dir }) => dir === plugin.shadowedBy)
    return compact({
      name: plugin.name,
      displayName: manifest === undefined ? plugin.name : resolveText(manifest.display_name, 'en'),
      version: plugin.version,
      description: manifest?.description === undefined ? undefined : resolveText(manifest.description, 'en'),
      icon: manifest?.icon,
      source: plugin.source,
      state: stateOf(plugin, source),
      dir: toSlashes(plugin.dir),
      realDir: plugin.realDir === plugin.dir ? undefined : toSlashes(plugin.realDir),
      place: toPlace(plugin.dir, root),
      manifestFile: toSlashes(plugin.manifestFile),
      shadowedBy: winner === undefined ? undefined : toPluginPlace(winner, root),
      shadows: plugins
        .filter(({ shadowedBy }) => shadowedBy === plugin.dir)
        .map((loser) => toPluginPlace(loser, root)),
      pages: manifest?.pages.length ?? 0,
      blocks: manifest?.blocks.length ?? 0,
      nav: manifest?.nav.length ?? 0,
      routers: manifest?.routers.length ?? 0,
      permissions: manifest?.permissions ?? [],
      requires: listRequirements(plugin, source),
      problems: problems.flatMap((problem, index) => (isAbout(problem, plugin) ? [index] : [])),
    })
  })
}

function stateOf(plugin: DiscoveredPlugin, { state: { codeProblems } }: InspectionSource): InspectedState {
  if (plugin.state !== 'valid') return plugin.state
  if (!isMerged(plugin)) return 'packed'
  return [...codeProblems.values()].some((code) => code.plugin === plugin.name) ? 'broken' : 'merged'
}

function toPluginPlace({ version, source, dir }: DiscoveredPlugin, root: string): PluginPlace {
  return compact({ version, source, dir: toSlashes(dir), place: toPlace(dir, root) })
}

/** Plugins of one name are told apart by the folder that the problem is in. */
function isAbout(
  { plugin, file }: InspectedProblem,
  { name, dir, realDir, state }: DiscoveredPlugin,
): boolean {
  if (plugin !== name) return false
  if (file === undefined) return state !== 'shadowed'
  return [dir, realDir].some((folder) => file.startsWith(`${toSlashes(folder)}/`))
}

function listRequirements({ manifest }: DiscoveredPlugin, source: InspectionSource): readonly Requirement[] {
  if (manifest === undefined) return []
  const { host, plugins } = manifest.requires
  const { identity, merge } = source.state
  const ofHost: readonly Requirement[] =
    host === undefined
      ? []
      : [
          identity === undefined
            ? { kind: 'host', name: 'the host', range: host, result: 'unknown' }
            : { kind: 'host', name: identity.name, range: host, ...compare(identity.version, host) },
        ]
  return [
    ...ofHost,
    ...[...plugins].map(([name, range]): Requirement => {
      const found = merge.plugins.find((plugin) => plugin.name === name)?.manifest.version
      return Object.assign({ kind: 'plugin', name, range } as const, compare(found, range))
    }),
  ]
}

function compare(found: string | undefined, range: string): Pick<Requirement, 'found' | 'result'> {
  if (found === undefined) return { result: 'missing' }
  return { found, result: satisfies(found, range, { includePrerelease: true }) ? 'fits' : 'differs' }
}
