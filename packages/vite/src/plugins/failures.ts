import { basename } from 'node:path'
import type { Diagnostic } from '@plugwright/diagnostics'
import type { Plugin, Rolldown } from 'vite'
import type { Context } from '../context.ts'
import { createStoppingError, formatProblem } from '../format-problem.ts'
import type { ResolveImport } from '../isolate/check-entry.ts'
import type { CodeInspector } from '../isolate/code-inspector.ts'
import { isStrictFor } from '../isolate/strictness.ts'
import type { MergedPlugin } from '../merge/registry-records.ts'
import type { PrivateDependencies } from '../private-dependencies.ts'

/**
 * Says in our own words why a build fails, where it is for the code of a plugin. A check before the build would cost every
 * good build its time, so the code is looked at after the bundler has given up.
 */
export function failuresPlugin(
  context: Context,
  { inspector, privates }: { readonly inspector: CodeInspector; readonly privates: PrivateDependencies },
): Plugin {
  function isStrict(plugin: MergedPlugin): boolean {
    return isStrictFor(context.options, plugin)
  }

  async function explain(hook: Rolldown.PluginContext, error: Error): Promise<void> {
    const resolve: ResolveImport = async (id, importer) => (await hook.resolve(id, importer))?.id
    const found = new Map<string, Diagnostic>()
    const plugins = new Set<string>()
    for (const entry of context.merge.entries.values()) {
      if (!isStrict(entry.plugin)) continue
      for (const problem of await inspector.check(entry, resolve)) {
        // Two pages may need one broken file.
        found.set(JSON.stringify(problem), problem)
        plugins.add(entry.plugin.name)
      }
    }
    const problems = [...found.values()]
    if (problems.length === 0) return
    if (isExplained(error, problems)) throw createCodeError([...plugins], problems)
    // The host has errors of its own, which only the bundler knows.
    const texts = problems.map((problem) => formatProblem(problem, context.root))
    hook.environment.logger.error([...texts, ''].join('\n\n'))
  }

  function createCodeError(plugins: readonly string[], problems: readonly Diagnostic[]): Error {
    const names = `${plugins.length === 1 ? 'plugin' : 'plugins'} ${plugins.join(', ')}`
    const headline = `The code of the ${names} does not build, and the option strict says that it must.`
    return createStoppingError(problems, { headline, root: context.root })
  }

  return {
    name: 'plugwright:failures',
    apply: 'build',
    applyToEnvironment: ({ config }) => config.consumer === 'client',

    buildStart: {
      // Before `plugwright:isolate` checks. Files may have come or gone since the last build of `vite build --watch`.
      order: 'pre',
      handler: () => inspector.forgetImports(),
    },

    // A file that does not parse, or imports a file that is not there.
    async buildEnd(error) {
      if (error !== undefined) await explain(this, error)
    },

    // A name that is not exported.
    async renderError(error) {
      await explain(this, error)
    },

    // A package that is not there is a warning, which Vite turns into an error of its own after this.
    onLog(_level, { code, id, exporter: specifier }) {
      // CommonJS may try to require what need not be there.
      const isOptional = id?.endsWith('?commonjs-external') === true
      if (code !== 'UNRESOLVED_IMPORT' || isOptional || id === undefined || specifier === undefined) return
      const file = id.replace(/[?#].*$/, '')
      const name = privates.pluginOf(file)
      const plugin = context.merge.plugins.find((candidate) => candidate.name === name)
      if (plugin === undefined || !isStrict(plugin)) return
      throw createCodeError([plugin.name], [inspector.describeUnresolved(specifier, { file, plugin })])
    },
  }
}

/** Whether all that the bundler complains about is in files whose problems we know. */
function isExplained(error: Error, problems: readonly Diagnostic[]): boolean {
  const { errors = [] } = error as Partial<Rolldown.BundleError>
  return errors.every(({ id, message }) =>
    problems.some(({ file }) => file !== undefined && (id === file || message.includes(basename(file)))),
  )
}
