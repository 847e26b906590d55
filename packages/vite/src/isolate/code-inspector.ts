import type { Diagnostic, Place } from '@plugwright/diagnostics'
import type { DiscoveredPlugin } from '@plugwright/manifest/node'
import type { ViteDevServer } from 'vite'
import type { Context } from '../context.ts'
import { sharedMissing, unresolvedImport } from '../diagnostics.ts'
import type { PluginEntry } from '../merge/contribution.ts'
import type { MergedPlugin } from '../merge/registry-records.ts'
import { toDevProblem } from '../merge/problem-record.ts'
import { packageNameOf } from '../package-json.ts'
import { readSource } from '../read-source.ts'
import type { Reporter } from '../reporter.ts'
import { peersOf } from '../shared-packages.ts'
import { analyzablePattern, analyzeModule } from './analyze-module.ts'
import type { ModuleImport } from './analyze-module.ts'
import { createEntryChecker } from './check-entry.ts'
import type { ResolveImport } from './check-entry.ts'

/** Checks plugin code, and tells the terminal and the browsers of a server when there is something else to know. */
export interface CodeInspector {
  /** The problems of an entry now; they are in {@link Context.codeProblems} afterwards. */
  inspect(entry: PluginEntry, resolve: ResolveImport): Promise<readonly Diagnostic[]>
  /** The same, told to nobody. */
  check(entry: PluginEntry, resolve: ResolveImport): Promise<readonly Diagnostic[]>
  /** The problem of an import that leads nowhere, in a file of a plugin or of a package that it brought. */
  describeUnresolved(
    specifier: string,
    place: { readonly file: string; readonly plugin: MergedPlugin },
  ): Diagnostic
  /** To be called after files came or went: imports may lead elsewhere. */
  forgetImports(): void
  /** Sends the problems to the browsers of a server from now on, and to each one that asks. */
  publishTo(server: ViteDevServer): void
}

/** The event that carries all problems to a browser, and asks for them. */
const EVENT = 'plugwright:problems'

export function createCodeInspector(context: Context, reporter: Reporter): CodeInspector {
  const { codeProblems } = context
  const checker = createEntryChecker({
    isSource: (file) => findSourceOwner(context, file) !== undefined,
    toUnresolved: (specifier, place) => {
      const name = context.merge.owners.of(place.file)?.name
      const plugin = context.merge.plugins.find((candidate) => candidate.name === name)
      return describeUnresolved(context, { specifier, place, plugin })
    },
  })
  let server: ViteDevServer | undefined

  return {
    async inspect({ file, plugin }, resolve) {
      const before = codeProblems.get(file)?.problems ?? []
      const problems = await checker.check(file, resolve)
      if (problems.length === 0) codeProblems.delete(file)
      else codeProblems.set(file, { plugin: plugin.name, problems })
      if (server !== undefined && JSON.stringify(problems) !== JSON.stringify(before)) {
        server.environments.client.hot.send(EVENT, listProblemRecords(context))
        reporter.report(server.config.logger)
      }
      return problems
    },
    check: ({ file }, resolve) => checker.check(file, resolve),
    describeUnresolved(specifier, { file, plugin }) {
      const span = findImport(specifier, file)?.span
      return describeUnresolved(context, { specifier, place: { file, ...(span && { span }) }, plugin })
    },
    forgetImports() {
      checker.forgetImports()
    },
    publishTo(created) {
      server = created
      created.environments.client.hot.on(EVENT, (_question, client) => {
        client.send(EVENT, listProblemRecords(context))
      })
    },
  }
}

/** The plugin that a file is a source of; what is installed in the plugin's folder is none. */
export function findSourceOwner({ merge }: Context, file: string): DiscoveredPlugin | undefined {
  const plugin = merge.owners.of(file)
  const isInstalled = plugin !== undefined && file.slice(plugin.realDir.length).includes('/node_modules/')
  return isInstalled ? undefined : plugin
}

/** Where a file of a plugin imports something, if its source says so. */
export function findImport(specifier: string, file: string): ModuleImport | undefined {
  const code = analyzablePattern.test(file) ? readSource(file) : undefined
  if (code === undefined) return undefined
  return analyzeModule(file, code).imports.find((item) => item.specifier === specifier)
}

function describeUnresolved(
  { shared, host }: Context,
  {
    specifier,
    place,
    plugin,
  }: { readonly specifier: string; readonly place: Place; readonly plugin: MergedPlugin | undefined },
): Diagnostic {
  const name = packageNameOf(specifier)
  const range = plugin && peersOf(host, plugin).get(name)
  return plugin !== undefined && (range !== undefined || shared.has(name))
    ? sharedMissing(specifier, { plugin: plugin.name, range, ...place })
    : unresolvedImport(specifier, place)
}

function listProblemRecords({ codeProblems, merge }: Context): ReturnType<typeof toDevProblem>[] {
  return [...codeProblems.values()].flatMap(({ plugin, problems }) => {
    const found = merge.plugins.find(({ name }) => name === plugin)
    const subject = { name: plugin, version: found?.version, source: found?.source }
    return problems.map((problem) => toDevProblem(problem, subject, readSource))
  })
}
