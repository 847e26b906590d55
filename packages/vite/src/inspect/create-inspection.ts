import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import { toSlashes } from '../merge/owners.ts'
import { compact, selectMerged } from '../merge/registry-records.ts'
import { listGroups, listPermissions } from './inspect-access.ts'
import { inspectModules, inspectSizes } from './inspect-modules.ts'
import { inspectNav } from './inspect-nav.ts'
import { inspectPlugins } from './inspect-plugins.ts'
import { inspectProblems } from './inspect-problems.ts'
import { findRouteConflicts, inspectRoutes } from './inspect-routes.ts'
import { inspectShared } from './inspect-shared.ts'
import { inspectSlots } from './inspect-slots.ts'
import type { InspectedCounts, InspectedPlugin, InspectedProblem, Inspection } from './inspection.ts'
import { toPlace } from './inspection-source.ts'
import type { InspectionSource } from './inspection-source.ts'

/** Turns the state of the Vite plugin into one JSON document. The same state gives the same document. */
export function createInspection(source: InspectionSource): Inspection {
  const { state, base, versions, build } = source
  const { options, root, merge, identity, timings } = state
  const problems = inspectProblems(source)
  const plugins = inspectPlugins(source, problems)
  const routes = inspectRoutes(source)
  return {
    format: 'plugwright-inspection/1',
    host: compact({
      name: identity?.name,
      version: identity?.version,
      root: toSlashes(root),
      base,
      routeBase: options.routeBase,
      ...versions,
    }),
    roots: merge.discovery.roots.map((found, index) => ({
      dir: toSlashes(found.dir),
      place: toPlace(found.dir, root),
      source: found.source,
      state: found.state,
      plugins: merge.discovery.plugins.filter(({ rootIndex }) => rootIndex === index).length,
    })),
    counts: countAll(merge.discovery.plugins, { plugins, problems }),
    plugins,
    problems,
    routes: { pages: routes, conflicts: findRouteConflicts(routes, problems) },
    nav: inspectNav(source),
    slots: inspectSlots(source),
    shared: inspectShared(source),
    access: { permissions: listPermissions(source), groups: listGroups(merge.plugins) },
    sizes: compact({
      plugins: inspectSizes(source),
      modules: inspectModules(source),
      builtAt: build?.builtAt,
    }),
    timings: compact({
      discoveryMs: round(timings.discoveryMs),
      mergeMs: round(timings.mergeMs),
      lastUpdate: timings.lastUpdate && {
        ...timings.lastUpdate,
        durationMs: round(timings.lastUpdate.durationMs),
      },
    }),
  }
}

function countAll(
  discovered: readonly DiscoveredPlugin[],
  {
    plugins,
    problems,
  }: { readonly plugins: readonly InspectedPlugin[]; readonly problems: readonly InspectedProblem[] },
): InspectedCounts {
  const merged = selectMerged(discovered)
  const inState = (...states: readonly string[]): number =>
    plugins.filter(({ state }) => states.includes(state)).length
  const ofSeverity = (severity: string): number =>
    problems.filter((problem) => problem.severity === severity).length
  return {
    plugins: merged.length,
    pages: sum(merged, ({ manifest }) => manifest.pages.length),
    blocks: sum(merged, ({ manifest }) => manifest.blocks.length),
    shadowed: inState('shadowed'),
    packed: inState('packed'),
    broken: inState('invalid', 'broken'),
    problems: { error: ofSeverity('error'), warning: ofSeverity('warning'), info: ofSeverity('info') },
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
}

function sum<Item>(items: readonly Item[], sizeOf: (item: Item) => number): number {
  return items.reduce((total, item) => total + sizeOf(item), 0)
}
