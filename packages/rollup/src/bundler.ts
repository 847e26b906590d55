import type { Bundler } from '@plugwright/pack'
import { changedModules, createBundler, isFrontend } from '@plugwright/pack/bundling'
import type { BuiltOutput } from './built-output.ts'
import { rollupRestartNeeded } from './diagnostics.ts'
import { finishBundle } from './finish-bundle.ts'
import { resolveOutputOptions } from './options.ts'
import type { OutputOptions } from './options.ts'
import type { BundleSession } from './session.ts'

/** Creates the bundler that `pack` asks to fulfil bundle requests. It builds with Vite. */
export function createRollupBundler(options: OutputOptions = {}): Bundler {
  const output = resolveOutputOptions(options)
  const bundler = createBundler('rollup', (request, context) => bundleLate(request, { ...context, output }))
  return { ...bundler, bundle: (...request) => inProduction(() => bundler.bundle(...request)) }
}

/** Creates a bundler that takes the frontend from a build that has run, and bundles the rest itself. */
export function createBuildBundler(
  built: { readonly output: BuiltOutput; readonly session: BundleSession } | undefined,
  options: OutputOptions,
): Bundler {
  const output = resolveOutputOptions(options)
  const bundler = createBundler('rollup', async (request, context) => {
    if (!isFrontend(request)) return bundleLate(request, { ...context, output })
    if (built !== undefined && JSON.stringify(request) === JSON.stringify(built.session.request)) {
      return finishBundle(built.output, built.session)
    }
    return [rollupRestartNeeded(changedModules(built?.session.request, request))]
  })
  return { ...bundler, bundle: (...request) => inProduction(() => bundler.bundle(...request)) }
}

/** Loads Vite with the first request: many packages need none. */
async function bundleLate(...[request, context]: Parameters<Bundle>): ReturnType<Bundle> {
  const { bundle } = await import('./bundle.ts')
  return bundle(request, context)
}

type Bundle = typeof import('./bundle.ts').bundle

/** Vite and its plugins decide by this variable whether they make code for development, whatever the mode is. */
async function inProduction<T>(work: () => Promise<T>): Promise<T> {
  const before = process.env['NODE_ENV']
  process.env['NODE_ENV'] = 'production'
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = before
  }
}
