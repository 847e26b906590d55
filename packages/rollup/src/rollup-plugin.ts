import path from 'node:path'
import { hasErrors } from '@plugwright/diagnostics'
import { packPlugin } from '@plugwright/pack'
import { type BuiltOutput, readOutput } from './built-output.ts'
import { createBuildBundler } from './bundler.ts'
import { loadExternal, resolveExternal } from './external-modules.ts'
import { noteReadFiles } from './note-read-files.ts'
import { findInputConflict, findOutputConflicts, findViteConflicts } from './option-conflicts.ts'
import { assertPlugwrightOptions, type PlugwrightOptions } from './options.ts'
import { toOutputNames } from './output-names.ts'
import type { HookViteConfig, PlugwrightPlugin } from './plugin-interface.ts'
import { type PreparedBuild, prepareBuild } from './prepare-build.ts'
import { reportProblems } from './report-problems.ts'
import { type BundleSession, toInput } from './session.ts'
import { BUNDLE_PLUGIN, neededBuildOptions } from './vite-options.ts'

/**
 * Makes an existing Rollup, Rolldown or Vite build the frontend of a plugin's package, with its plugins, and packs
 * when the build is closed, unless it has errors. Entry points come from the manifest; routers are bundled beside, by Vite. The
 * build's own output is not written: it goes to `.plugwright/build/`, and the package to `outputDir`.
 * Problems are errors and warnings of the build, whose texts begin with their codes.
 *
 * Throws a `PluginError` for wrong use (`ROLLUP_OPTION_UNKNOWN`, `ROLLUP_OPTION_INVALID`).
 */
export function plugwright(options: PlugwrightOptions = {}): PlugwrightPlugin {
  assertPlugwrightOptions(options)
  let isVite = false
  let build: PreparedBuild = { watched: [], diagnostics: [] }
  let run = startRun()
  const prepare = async (root = '.'): Promise<void> => {
    build = await prepareBuild({ ...options, dir: path.resolve(root, options.dir ?? '.') })
  }
  return {
    name: 'plugwright',
    enforce: 'pre',
    // The plugin may stand in the configuration that buildPlugin() takes, too.
    apply: ({ plugins }, { command }) => command === 'build' && !hasPlugin(plugins, BUNDLE_PLUGIN),
    async config(config) {
      isVite = true
      await prepare(config.root)
      const { session, diagnostics } = build
      if (session === undefined || hasErrors(diagnostics)) return undefined
      build = { ...build, diagnostics: [...diagnostics, ...findViteConflicts(config)] }
      return toViteOverrides(config, session)
    },
    configResolved({ plugins }) {
      if (build.session !== undefined) noteReadFiles(plugins, build.session.read)
    },
    async options(given) {
      if (!isVite) await prepare()
      const { session, diagnostics } = build
      if (hasErrors(diagnostics)) return given
      if (session === undefined) return isGiven(given.input) ? given : { ...given, input: NOTHING }
      build = { ...build, diagnostics: [...diagnostics, ...findInputConflict(given, session)] }
      const strict = { ...given, preserveEntrySignatures: 'strict' }
      return isGiven(given.input) ? strict : { ...strict, input: toInput(session) }
    },
    buildStart() {
      run = startRun()
      build.session?.read.clear()
      reportProblems(build.diagnostics, this)
      for (const file of build.watched) this.addWatchFile(file)
    },
    resolveId(source, importer, { kind }) {
      if (source === NOTHING) return { id: NOTHING }
      return build.session && resolveExternal(source, { importer, kind }, build.session)
    },
    load: (id) => (id === NOTHING ? '' : build.session && loadExternal(id, build.session)),
    buildEnd(error) {
      if (error !== undefined) run.isFailed = true
    },
    outputOptions(given) {
      const { session } = build
      if (session === undefined || hasErrors(build.diagnostics)) return null
      run.outputs++
      const conflicts = findOutputConflicts(given, { isVite, outputs: run.outputs })
      if (conflicts.length > 0) run.isFailed = true
      reportProblems(conflicts, this)
      run.sourcemap = given.sourcemap === undefined || given.sourcemap === false ? 'none' : 'linked'
      return { ...given, ...toOutputNames(session), format: 'es' }
    },
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        if (build.session !== undefined) run.output = readOutput(bundle, this, build.session)
        else if (NOTHING_FILE.test(Object.keys(bundle).join())) run.output = undefined
        else return
        for (const name of Object.keys(bundle)) delete bundle[name]
      },
    },
    async closeBundle() {
      const { session, pack } = build
      if (pack === undefined || run.isFailed || (session !== undefined && run.output === undefined)) return
      const built = session && run.output && { output: run.output, session }
      const bundler = createBuildBundler(built, { sourcemap: run.sourcemap })
      const { diagnostics } = await packPlugin({ ...pack, bundler })
      reportProblems(diagnostics, this)
    },
  }
}

/** The input of a build that has none: the plugin has no pages. */
const NOTHING = 'plugwright-nothing'
const NOTHING_FILE = /^[^,]*plugwright-nothing[^,]*$/

/** What happened since the build started, or started again. */
interface Run {
  outputs: number
  isFailed: boolean
  sourcemap: 'none' | 'linked'
  output: BuiltOutput | undefined
}

function startRun(): Run {
  return { outputs: 0, isFailed: false, sourcemap: 'none', output: undefined }
}

function toViteOverrides({ build = {} }: HookViteConfig, session: BundleSession): object {
  const { input } = { ...asRecord(build['rollupOptions']), ...asRecord(build['rolldownOptions']) }
  const rolldownOptions = isGiven(input) ? {} : { input: toInput(session) }
  return { base: './', publicDir: false, build: { ...neededBuildOptions(session), rolldownOptions } }
}

function isGiven(input: unknown): boolean {
  if (input === undefined || input === null) return false
  return typeof input === 'string' ? input !== '' : Object.keys(input).length > 0
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function hasPlugin(plugins: readonly unknown[] = [], name: string): boolean {
  return plugins.flat(Infinity).some((plugin) => asRecord(plugin)['name'] === name)
}
