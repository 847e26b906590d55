import type { Diagnostic } from '@plugwright/diagnostics'
import type { ModuleAdapter } from '@plugwright/runtime'
import { adapterMissing } from '../diagnostics.ts'
import { listUpdates, toFile } from './plugin-module.ts'
import type { MergedPlugin } from './registry-records.ts'
import { toSource } from './source-text.ts'

/** What a page or block can be written in. */
export type Framework = 'react' | 'vue' | 'svelte'

/** What is known about frameworks in a host. */
export interface FrameworkFacts {
  /** Those that have an adapter in the host: `@plugwright/<framework>`. */
  readonly installed: ReadonlySet<Framework>
  /** The one that a plugin's package.json names, for its files whose names do not tell. */
  readonly namedBy: (plugin: MergedPlugin) => Framework | undefined
}

/** The pages and blocks of a plugin that may be of another framework than the host, and what is missing for them. */
export interface ForeignModules {
  /** Lines of the plugin's second level; none for a plugin of the host's own framework. */
  readonly lines: readonly string[]
  /** Files that cannot be shown, so that nothing may import them. */
  readonly withoutAdapter: ReadonlySet<string>
  readonly problems: readonly Diagnostic[]
}

/** The frameworks that a host itself can be written in. */
const OF_HOSTS: readonly Framework[] = ['react', 'vue']

/** Finds what of a plugin needs an adapter, by file names and by what the plugin's package.json names. */
export function findForeignModules(
  plugin: MergedPlugin,
  { facts, dev }: { readonly facts: FrameworkFacts; readonly dev: boolean },
): ForeignModules {
  const foreign = listUpdates(plugin.manifest).flatMap(([key, module]) => {
    const framework = key === 'setup' ? undefined : frameworkOf(module, plugin, facts)
    return framework === undefined || isOwn(framework, facts) ? [] : [{ key, module, framework }]
  })
  const missing = foreign.filter(({ framework }) => !facts.installed.has(framework))
  const problems = new Map(
    missing.map(({ module, framework }) => [
      module,
      adapterMissing(module, { plugin: plugin.name, framework, file: toFile(plugin, module) }),
    ]),
  )
  const present = new Set(
    foreign.map(({ framework }) => framework).filter((name) => facts.installed.has(name)),
  )
  const entries = foreign.map(({ key, module, framework }) => {
    const problem = problems.get(module)
    return `${toSource(key)}: ${problem === undefined ? framework : toSource(withoutLoader(framework, problem, dev))}`
  })
  return {
    lines:
      entries.length === 0
        ? []
        : [...[...present].map(formatAdapter), `export const adapters = { ${entries.join(', ')} }`],
    withoutAdapter: new Set(problems.keys()),
    problems: [...problems.values()],
  }
}

/** `undefined`: the host's own, as far as anybody knows. */
function frameworkOf(module: string, plugin: MergedPlugin, facts: FrameworkFacts): Framework | undefined {
  if (module.endsWith('.vue')) return 'vue'
  if (module.endsWith('.svelte')) return 'svelte'
  return facts.namedBy(plugin)
}

/**
 * Whether a host takes components of a framework as they are. With adapters for React and Vue both could be the host's; the
 * host says it when it runs. A host without either shows components in a way of its own.
 */
function isOwn(framework: Framework, { installed }: FrameworkFacts): boolean {
  const hosts = OF_HOSTS.filter((name) => installed.has(name))
  return hosts.length === 0 ? !installed.has(framework) : hosts.length === 1 && hosts[0] === framework
}

function formatAdapter(framework: Framework): string {
  const entry = toSource(`@plugwright/${framework}/mount`)
  return `const ${framework} = { framework: ${toSource(framework)}, load: () => import(${entry}) }`
}

function withoutLoader(
  framework: Framework,
  { code, message, hint }: Diagnostic,
  dev: boolean,
): Pick<ModuleAdapter, 'framework' | 'problem'> {
  return { framework, problem: { code, message, ...(dev && hint !== undefined && { hint }) } }
}
