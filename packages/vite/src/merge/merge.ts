import { createHash } from 'node:crypto'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { DiscoveredPlugin, Discovery } from '@plugwright/manifest/node'
import type { RegistryData } from '@plugwright/runtime'
import type { ResolvedOptions } from '../options.ts'
import { findForeignModules } from './frameworks.ts'
import type { FrameworkFacts } from './frameworks.ts'
import { ownersOf, toSlashes } from './owners.ts'
import type { Owners } from './owners.ts'
import { formatPluginModule, listModules, toFile } from './plugin-module.ts'
import { toBuildProblem, toDevProblem } from './problem-record.ts'
import type { ReadSource } from './problem-record.ts'
import { formatRegistryModule } from './registry-dev-module.ts'
import type { SeedGroups } from './registry-dev-module.ts'
import { formatRegistryBuild, formatRegistryStub } from './registry-module.ts'
import type { RegistryRecords } from './registry-module.ts'
import { compact, selectMerged, toPluginRecord } from './registry-records.ts'
import type { MergedPlugin } from './registry-records.ts'
import { toSource } from './source-text.ts'
import { REGISTRY_ID, toPluginId } from './virtual-ids.ts'

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
  /** In development: a digest of each text, which browsers tell when they have loaded it. */
  readonly revisions: ReadonlyMap<string, string>
  /** The text of `virtual:plugwright` outside the browser. */
  readonly stub: string
  /** Pages and blocks of frameworks that the host has no adapter for. */
  readonly adapterProblems: readonly AdapterProblem[]
}

/** A page, a block or the frontend entry of a plugin. */
export interface PluginEntry {
  readonly plugin: MergedPlugin
  /** Absolute, with `/`. */
  readonly file: string
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
}

/** Turns what was discovered into the virtual modules. Pure: the same input gives the same text. */
export function mergePlugins(discovery: Discovery, context: MergeContext): Merge {
  const plugins = selectMerged(discovery.plugins)
  const records = toRecords(discovery, plugins, context)
  const { dev, frameworks: facts } = context
  const shown = plugins.map((plugin) => ({ plugin, foreign: findForeignModules(plugin, { facts, dev }) }))
  const texts = new Map([
    [
      REGISTRY_ID,
      dev ? formatRegistryModule(records, listGroups(plugins, context)) : formatRegistryBuild(records),
    ],
    ...shown.map(({ plugin, foreign }): [string, string] => [
      toPluginId(plugin.name),
      formatPluginModule(plugin, { dev, foreign, root: context.folders[0] ?? '' }),
    ]),
  ])
  const revisions = dev ? new Map([...texts].map(([id, text]) => [id, digest(text)])) : new Map()
  const modules = new Map(
    [...texts].map(([id, text]) => [id, dev ? `${text}\n${formatRevision(id, revisions.get(id))}` : text]),
  )
  return {
    discovery,
    plugins,
    owners: ownersOf(discovery.plugins),
    entries: listEntries(plugins),
    modules,
    revisions,
    stub: formatRegistryStub(records),
    adapterProblems: shown.flatMap(({ plugin, foreign }) =>
      foreign.problems.map((problem) => ({ plugin, problem })),
    ),
  }
}

/** What one may view the app as; `undefined` where the inspector is switched off. */
function listGroups(plugins: readonly MergedPlugin[], { options }: MergeContext): SeedGroups | undefined {
  if (!options.inspect) return undefined
  return plugins.flatMap(({ manifest }) =>
    manifest.seed_groups.map(({ name, permissions }) => ({ name, permissions })),
  )
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** An update that was sent before a browser had the module would be lost; the server compares, and sends it again. */
function formatRevision(id: string, revision: string | undefined): string {
  return `import.meta.hot.send('plugwright:loaded', ${toSource({ id, revision })})`
}

function listEntries(plugins: readonly MergedPlugin[]): ReadonlyMap<string, PluginEntry> {
  return new Map(
    plugins.flatMap((plugin) =>
      listModules(plugin.manifest).map((module): [string, PluginEntry] => {
        const file = toFile(plugin, module)
        return [file, { plugin, file }]
      }),
    ),
  )
}

function toRecords(
  discovery: Discovery,
  plugins: readonly MergedPlugin[],
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
    plugins: plugins.map((plugin) =>
      compact({ ...toPluginRecord(plugin), dir: dev ? toSlashes(plugin.realDir) : undefined }),
    ),
    problems,
  })
}
