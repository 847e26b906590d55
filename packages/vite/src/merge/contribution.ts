import type { PluginRecord } from '@plugwright/runtime'
import { findForeignModules } from './frameworks.ts'
import type { ForeignModules, FrameworkFacts } from './frameworks.ts'
import { toSlashes } from './owners.ts'
import { formatPluginModule, listModules, toFile } from './plugin-module.ts'
import { compact, toPluginRecord } from './registry-records.ts'
import type { MergedPlugin } from './registry-records.ts'
import { toPluginId } from './virtual-ids.ts'
import { createVirtualModule } from './virtual-module.ts'
import type { VirtualModule } from './virtual-module.ts'

/** What one plugin brings into a merge. */
export interface Contribution {
  readonly plugin: MergedPlugin
  /** For the first level, without its loader. */
  readonly record: Omit<PluginRecord, 'load'>
  /** The second level. */
  readonly level: VirtualModule
  /** The files that it imports. */
  readonly entries: readonly PluginEntry[]
  readonly problems: ForeignModules['problems']
}

/** A page, a block or the frontend entry of a plugin. */
export interface PluginEntry {
  readonly plugin: MergedPlugin
  /** Absolute, with `/`. */
  readonly file: string
}

/** What a contribution depends on beside the plugin. */
export interface ContributionContext {
  readonly dev: boolean
  readonly frameworks: FrameworkFacts
  /** The host's folder. */
  readonly root: string
  /** Of earlier merges, to write only what changed. Default: everything is written. */
  readonly known?: KnownContributions
}

/** What was written for a plugin, and for which frameworks. Discovery gives the same object again for a plugin that did not change. */
export type KnownContributions = WeakMap<MergedPlugin, readonly [frameworks: string, Contribution]>

/** Gives the known contribution of a plugin that did not change, or writes it. The other facts of a context are the same in all its merges. */
export function contributionOf(
  plugin: MergedPlugin,
  { known, ...context }: ContributionContext,
): Contribution {
  const { installed } = context.frameworks
  const named = context.frameworks.namedBy(plugin)
  const frameworks = [named, ...installed].join(' ')
  const [former, kept] = known?.get(plugin) ?? []
  if (kept !== undefined && former === frameworks) return kept
  const contribution = createContribution(plugin, {
    ...context,
    frameworks: { installed, namedBy: () => named },
  })
  known?.set(plugin, [frameworks, contribution])
  return contribution
}

function createContribution(
  plugin: MergedPlugin,
  { dev, root, frameworks }: ContributionContext,
): Contribution {
  const foreign = findForeignModules(plugin, { facts: frameworks, dev })
  const dir = dev ? toSlashes(plugin.realDir) : undefined
  return {
    plugin,
    record: compact({ ...toPluginRecord(plugin), dir }),
    level: createVirtualModule(toPluginId(plugin.name), {
      text: formatPluginModule(plugin, { dev, foreign, root }),
      dev,
    }),
    entries: listModules(plugin.manifest).map((module) => ({ plugin, file: toFile(plugin, module) })),
    problems: foreign.problems,
  }
}
