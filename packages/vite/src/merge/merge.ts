import type { Diagnostic } from '@plugwright/diagnostics'
import type { DiscoveredPlugin, Discovery } from '@plugwright/manifest/node'
import type { RegistryData } from '@plugwright/runtime'
import type { ResolvedOptions } from '../options.ts'
import { contributionOf } from './contribution.ts'
import type { Contribution, KnownContributions, PluginEntry } from './contribution.ts'
import type { FrameworkFacts } from './frameworks.ts'
import { ownersOf } from './owners.ts'
import type { Owners } from './owners.ts'
import { toBuildProblem, toDevProblem } from './problem-record.ts'
import type { ReadSource } from './problem-record.ts'
import { groupLevels } from './level-groups.ts'
import type { LevelGroups } from './level-groups.ts'
import { formatLevels, formatRegistryModule } from './registry-dev-module.ts'
import type { SeedGroups } from './registry-dev-module.ts'
import { formatGroupModule, formatRegistryBuild, formatRegistryStub } from './registry-module.ts'
import type { RegistryRecords } from './registry-module.ts'
import { compact, selectMerged } from './registry-records.ts'
import type { MergedPlugin } from './registry-records.ts'
import { LEVELS_ID, REGISTRY_ID, toGroupId, toPluginId } from './virtual-ids.ts'
import { createVirtualModule } from './virtual-module.ts'
import type { VirtualModule } from './virtual-module.ts'

/** One state of the plugins, and the text of every virtual module for it. */
export interface Merge {
  readonly discovery: Discovery
  /** The plugins that take part. */
  readonly plugins: readonly MergedPlugin[]
  /** Which of all plugins a file belongs to. */
  readonly owners: Owners<DiscoveredPlugin>
  /** The files that the virtual modules import, by their absolute path. */
  readonly entries: ReadonlyMap<string, PluginEntry>
  /** Text by virtual id; equal text means that nothing has to be updated. */
  readonly modules: ReadonlyMap<string, string>
  /** In development: {@link VirtualModule.revision} of the registry and the second levels. */
  readonly revisions: ReadonlyMap<string, string>
  /** The text of `virtual:plugwright` outside the browser. */
  readonly stub: string
  /** Pages and blocks of frameworks that the host has no adapter for. */
  readonly adapterProblems: readonly AdapterProblem[]
}

/** A page or block that the host cannot show. */
export interface AdapterProblem {
  readonly plugin: MergedPlugin
  readonly problem: Diagnostic
}

/** Problems in the code behind one entry. */
export interface CodeProblems {
  readonly plugin: string
  readonly problems: readonly Diagnostic[]
}

export interface MergeContext {
  readonly options: ResolvedOptions
  readonly host: RegistryData['host'] | undefined
  readonly dev: boolean
  readonly frameworks: FrameworkFacts
  /** The host's folder and the roots': what a build hides in messages, and what development shows paths below. */
  readonly folders: readonly string[]
  readonly readSource: ReadSource
  /** What a build found in plugin code; a development server sends it as an event. */
  readonly codeProblems: readonly CodeProblems[]
  /** Of earlier merges with the same context. Default: everything is written. */
  readonly known?: KnownContributions
}

/** Turns what was discovered into the virtual modules. Pure: the same input gives the same text. */
export function mergePlugins(discovery: Discovery, context: MergeContext): Merge {
  const plugins = selectMerged(discovery.plugins)
  const root = context.folders[0] ?? ''
  const contributions = plugins.map((plugin) => contributionOf(plugin, { ...context, root }))
  const records = toRecords(discovery, contributions, context)
  const groups = isGrouping(context) ? groupLevels(plugins.map(({ name }) => name)) : NO_GROUPS
  const registry = createRegistryModule(records, { plugins, groups, context })
  const accepting = new Map([
    [REGISTRY_ID, registry],
    ...contributions.map(({ plugin, level }): [string, VirtualModule] => [toPluginId(plugin.name), level]),
  ])
  return {
    discovery,
    plugins,
    owners: ownersOf(discovery.plugins),
    entries: new Map(contributions.flatMap(({ entries }) => entries.map((entry) => [entry.file, entry]))),
    modules: new Map([
      ...(context.dev ? [[LEVELS_ID, formatLevels(plugins)] as const] : []),
      ...Array.from(groups, ([group, names]) => [toGroupId(group), formatGroupModule(names)] as const),
      ...[...accepting].map(([id, { text }]) => [id, text] as const),
    ]),
    revisions: new Map(
      [...accepting].flatMap(([id, { revision }]) => (revision === undefined ? [] : [[id, revision]])),
    ),
    stub: formatRegistryStub(records),
    adapterProblems: contributions.flatMap(({ plugin, problems }) =>
      problems.map((problem) => ({ plugin, problem })),
    ),
  }
}

function createRegistryModule(
  records: RegistryRecords,
  {
    plugins,
    groups,
    context,
  }: {
    readonly plugins: readonly MergedPlugin[]
    readonly groups: LevelGroups
    readonly context: MergeContext
  },
): VirtualModule {
  const { dev } = context
  const text = dev
    ? formatRegistryModule(records, listGroups(plugins, context))
    : formatRegistryBuild(records, groups)
  return createVirtualModule(REGISTRY_ID, { text, dev })
}

/** With one file per plugin, the second level of a plugin is in it. */
function isGrouping({ dev, options }: MergeContext): boolean {
  return !dev && options.chunks !== 'plugin'
}

const NO_GROUPS: LevelGroups = new Map()

/** What one may view the app as; `undefined` where the inspector is switched off. */
function listGroups(plugins: readonly MergedPlugin[], { options }: MergeContext): SeedGroups | undefined {
  if (!options.inspect) return undefined
  return plugins.flatMap(({ manifest }) =>
    manifest.seed_groups.map(({ name, permissions }) => ({ name, permissions })),
  )
}

function toRecords(
  discovery: Discovery,
  contributions: readonly Contribution[],
  { options, host, dev, folders, readSource, codeProblems }: MergeContext,
): RegistryRecords {
  const problems = discovery.plugins.flatMap((plugin) => {
    const subject = { name: plugin.name, version: plugin.version, source: plugin.source }
    const inCode =
      dev || plugin.state !== 'valid' ? [] : codeProblems.filter((code) => code.plugin === plugin.name)
    const found = [...plugin.diagnostics, ...inCode.flatMap((code) => code.problems)]
    return dev
      ? found.map((diagnostic) => toDevProblem(diagnostic, subject, readSource))
      : found
          .filter(({ severity }) => severity !== 'info')
          .map((diagnostic) => toBuildProblem(diagnostic, subject, folders))
  })
  return compact({
    routeBase: options.routeBase,
    dev: dev ? true : undefined,
    root: dev ? folders[0] : undefined,
    host,
    sections: options.sections.length === 0 ? undefined : options.sections,
    slots: Object.keys(options.slots).length === 0 ? undefined : options.slots,
    plugins: contributions.map(({ record }) => record),
    problems,
  })
}
