import path from 'node:path'
import { hasErrors, isPluginError } from '@plugwright/diagnostics'
import type { Diagnostic } from '@plugwright/diagnostics'
import { packPlugin, readBundleRequests } from '@plugwright/pack'
import type { AskedBundles } from '@plugwright/pack'
import { isFrontend } from '@plugwright/pack/bundling'
import type { BuildOptions, OnStartResult, Plugin, PluginBuild } from 'esbuild'
import { createBuildBundler } from './bundler.ts'
import { esbuildSeveralFrontends } from './diagnostics.ts'
import { escapePattern } from './dialect/escape-pattern.ts'
import { defaultOptions, dialectPlugins, neededDefines, neededOptions } from './esbuild-options.ts'
import { toMessage } from './esbuild-messages.ts'
import { findOptionConflicts } from './option-conflicts.ts'
import { assertPlugwrightOptions } from './options.ts'
import type { OutputOptions, PlugwrightOptions } from './options.ts'
import { createSession } from './session.ts'
import type { BundleSession } from './session.ts'

/**
 * Makes an existing esbuild build the frontend of a plugin's package, with its plugins and loaders, and packs
 * after each run without errors. Entry points come from the manifest; routers are bundled beside.
 * Problems are errors and warnings of the build, whose texts begin with their codes.
 *
 * Throws a `PluginError` for wrong use (`ESBUILD_OPTION_UNKNOWN`, `ESBUILD_OPTION_INVALID`).
 */
export function plugwright(options: PlugwrightOptions = {}): Plugin {
  assertPlugwrightOptions(options)
  return {
    name: 'plugwright',
    async setup(build) {
      const { initialOptions } = build
      const workingDir = initialOptions.absWorkingDir ?? process.cwd()
      const pack = { ...options, dir: path.resolve(workingDir, options.dir ?? '.') }
      const output = outputOptionsOf(initialOptions)
      const { session, watched, diagnostics } = await prepare(initialOptions, pack)
      if (hasErrors(diagnostics)) {
        refuse(build, diagnostics)
        return
      }
      if (session === undefined) initialOptions.entryPoints ??= []
      else await addFrontend(build, { session, output, watched })
      build.onEnd(async ({ errors, metafile = { inputs: {}, outputs: {} }, outputFiles = [] }) => {
        if (errors.length > 0) return undefined
        const built = { output: { metafile, outputFiles, workingDir }, session }
        const packed = await packPlugin({ ...pack, bundler: createBuildBundler(built, output) })
        return toMessages(packed.diagnostics)
      })
    },
  }
}

interface PreparedBuild {
  /** Absent where the plugin has no frontend: then the build is its owner's, and only packing is added. */
  readonly session?: BundleSession
  /** Files beyond the frontend whose changes call for a new package, absolute. */
  readonly watched: readonly string[]
  /** What stands against it. */
  readonly diagnostics: readonly Diagnostic[]
}

async function prepare(
  given: BuildOptions,
  pack: Omit<PlugwrightOptions, 'dir'> & { readonly dir: string },
): Promise<PreparedBuild> {
  const { requests, plugin, diagnostics } = await readBundleRequests(pack).catch(toUnasked)
  if (plugin === undefined) return { watched: [], diagnostics }
  const [frontend, ...more] = requests.filter(isFrontend)
  const routers = requests.filter((request) => !isFrontend(request)).flatMap((request) => request.entryPoints)
  const watched = ['plugin.yaml', ...routers.map(({ module }) => module)].map((file) =>
    path.join(plugin.dir, file),
  )
  if (frontend === undefined) return { watched, diagnostics }
  if (more.length > 0) {
    return { watched, diagnostics: [esbuildSeveralFrontends([frontend, ...more].map(({ id }) => id))] }
  }
  const session = createSession(frontend, { dir: plugin.dir, name: plugin.manifest.name })
  return { session, watched, diagnostics: findOptionConflicts(given, session) }
}

/** A target or format that does not exist is an error of the build like any other. */
function toUnasked(error: unknown): AskedBundles {
  if (isPluginError(error)) return { requests: [], diagnostics: error.diagnostics }
  throw error
}

/** Makes the build fail with these problems, and do nothing else: esbuild may choke on the options first. */
function refuse(build: PluginBuild, diagnostics: readonly Diagnostic[]): void {
  const { initialOptions } = build
  for (const name of Object.keys(initialOptions) as (keyof BuildOptions)[]) {
    if (name !== 'absWorkingDir' && !name.startsWith('log')) delete initialOptions[name]
  }
  Object.assign(initialOptions, { entryPoints: [], write: false })
  build.onStart(() => toMessages(diagnostics))
}

interface FrontendBuild {
  readonly session: BundleSession
  readonly watched: readonly string[]
  readonly output: Required<OutputOptions>
}

/** Gives the build its entry points, the options that it needs, and the dialect. */
async function addFrontend(build: PluginBuild, { session, output, watched }: FrontendBuild): Promise<void> {
  const { initialOptions } = build
  const given = Object.fromEntries(Object.entries(initialOptions).filter(([, value]) => value !== undefined))
  const needed = neededOptions(session)
  const define = { ...neededDefines(session), ...initialOptions.define }
  Object.assign(initialOptions, defaultOptions(session, output), given, needed, { define })
  if ('tsconfig' in given) delete initialOptions.tsconfigRaw
  if ('tsconfigRaw' in given) delete initialOptions.tsconfig

  build.onStart(() => {
    session.assets.clear()
    session.sources.clear()
  })
  const entries = new Set(needed.entryPoints.map((entry) => entry.in))
  build.onResolve({ filter: new RegExp(`^${escapePattern(session.realDir)}`) }, ({ kind, path: file }) => {
    return kind === 'entry-point' && entries.has(file) ? { path: file, watchFiles: [...watched] } : undefined
  })
  for (const plugin of dialectPlugins(session)) await plugin.setup(build)
}

function outputOptionsOf({ minify = true, sourcemap = false }: BuildOptions): Required<OutputOptions> {
  return { minify, sourcemap: sourcemap === false ? 'none' : 'linked' }
}

function toMessages(diagnostics: readonly Diagnostic[]): OnStartResult {
  return {
    errors: diagnostics.filter(({ severity }) => severity === 'error').map(toMessage),
    warnings: diagnostics.filter(({ severity }) => severity !== 'error').map(toMessage),
  }
}
