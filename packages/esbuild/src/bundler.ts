import type { Bundler } from '@plugwright/pack'
import { changedModules, createBundler, isFrontend } from '@plugwright/pack/bundling'
import { esbuildRestartNeeded } from './diagnostics.ts'
import type { EsbuildOutput } from './finish-bundle.ts'
import { resolveOutputOptions } from './options.ts'
import type { OutputOptions } from './options.ts'
import type { BundleSession } from './session.ts'

/** Creates the bundler that `pack` asks to fulfil bundle requests. */
export function createEsbuildBundler(options: OutputOptions = {}): Bundler {
  const output = resolveOutputOptions(options)
  return createBundler('esbuild', (request, context) => bundleLate(request, { ...context, output }))
}

/** Creates a bundler that takes the frontend from a build that has run, and bundles the rest itself. */
export function createBuildBundler(
  built: { readonly output: EsbuildOutput; readonly session: BundleSession | undefined },
  options: Required<OutputOptions>,
): Bundler {
  return createBundler('esbuild', async (request, context) => {
    if (!isFrontend(request)) return bundleLate(request, { ...context, output: options })
    const { output, session } = built
    if (session !== undefined && JSON.stringify(request) === JSON.stringify(session.request)) {
      const { finishBundle } = await import('./finish-bundle.ts')
      return finishBundle(output, session)
    }
    return [esbuildRestartNeeded(changedModules(session?.request, request))]
  })
}

/** Loads esbuild with the first request: many packages need none. */
async function bundleLate(...[request, context]: Parameters<Bundle>): ReturnType<Bundle> {
  const { bundle } = await import('./bundle.ts')
  return bundle(request, context)
}

type Bundle = typeof import('./bundle.ts').bundle
