import path from 'node:path'
import { hasErrors } from '@plugwright/diagnostics'
import { addEntryPoints, createExistingBuild, nameOutputs, packOutput, takeOutput } from './existing-build.ts'
import { loadExternal, resolveExternal } from './external-modules.ts'
import { noteReadFiles } from './note-read-files.ts'
import { findViteConflicts } from './option-conflicts.ts'
import { assertPlugwrightOptions, type PlugwrightOptions } from './options.ts'
import type { PlugwrightPlugin } from './plugin-interface.ts'
import { prepareBuild } from './prepare-build.ts'
import { reportProblems } from './report-problems.ts'
import { BUNDLE_PLUGIN, hasPlugin, toViteOverrides } from './vite-options.ts'

/**
 * Makes an existing Rollup, Rolldown or Vite build the frontend of a plugin's package, with its plugins, and packs
 * when the build is closed, unless it has errors. Entry points come from the manifest; routers are bundled beside, by
 * Vite. The build's own output is not written: it goes to `.plugwright/build/`, and the package to `outputDir`.
 * Problems are errors and warnings of the build, whose texts begin with their codes.
 *
 * Throws a `PluginError` for wrong use (`ROLLUP_OPTION_UNKNOWN`, `ROLLUP_OPTION_INVALID`).
 */
export function plugwright(options: PlugwrightOptions = {}): PlugwrightPlugin {
  assertPlugwrightOptions(options)
  const build = createExistingBuild()
  const prepare = async (root = '.'): Promise<void> => {
    build.prepared = await prepareBuild({ ...options, dir: path.resolve(root, options.dir ?? '.') })
  }
  return {
    name: 'plugwright',
    enforce: 'pre',
    // The plugin may stand in the configuration that buildPlugin() takes, too.
    apply: ({ plugins }, { command }) => command === 'build' && !hasPlugin(plugins, BUNDLE_PLUGIN),
    async config(config) {
      build.isVite = true
      await prepare(config.root)
      const { session, diagnostics } = build.prepared
      if (session === undefined || hasErrors(diagnostics)) return undefined
      build.prepared = { ...build.prepared, diagnostics: [...diagnostics, ...findViteConflicts(config)] }
      return toViteOverrides(config, session)
    },
    configResolved({ plugins }) {
      const { session } = build.prepared
      if (session !== undefined) noteReadFiles(plugins, session.read)
    },
    async options(given) {
      if (!build.isVite) await prepare()
      return addEntryPoints(build, given)
    },
    buildStart() {
      const { session, watched, diagnostics } = build.prepared
      build.run = { outputs: 0, isFailed: false, sourcemap: 'none' }
      session?.read.clear()
      reportProblems(diagnostics, this)
      for (const file of watched) this.addWatchFile(file)
    },
    resolveId(source, importer, { kind }) {
      return resolveExternal(source, { importer, kind }, build.prepared.session)
    },
    load: (id) => loadExternal(id, build.prepared.session),
    buildEnd(error) {
      if (error !== undefined) build.run.isFailed = true
    },
    outputOptions(given) {
      return nameOutputs(build, { given, context: this })
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        takeOutput(build, { bundle, context: this })
      },
    },
    async closeBundle() {
      reportProblems(await packOutput(build), this)
    },
  }
}
