import type { Diagnostic } from '@plugwright/diagnostics'
import type { BundleContext, Bundler, BundleRequest } from '@plugwright/pack'
import { esbuildRestartNeeded } from './diagnostics.ts'
import type { EsbuildOutput } from './finish-bundle.ts'
import { resolveOutputOptions } from './options.ts'
import type { OutputOptions } from './options.ts'
import { isFrontend } from './session.ts'
import type { BundleSession } from './session.ts'

/** Creates the bundler that `pack` asks to fulfil bundle requests. */
export function createEsbuildBundler(options: OutputOptions = {}): Bundler {
  const output = resolveOutputOptions(options)
  return createBundler((request, context) => bundleLate(request, { ...context, output }))
}

/** Creates a bundler that takes the frontend from a build that has run, and bundles the rest itself. */
export function createBuildBundler(
  built: { readonly output: EsbuildOutput; readonly session: BundleSession | undefined },
  options: Required<OutputOptions>,
): Bundler {
  return createBundler(async (request, context) => {
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

function createBundler(
  fulfil: (request: BundleRequest, context: BundleContext) => Promise<readonly Diagnostic[]>,
): Bundler {
  return {
    name: 'esbuild',
    async bundle(requests, context) {
      const results = await Promise.all(requests.map((request) => fulfil(request, context)))
      // Routers are bundled twice, as ES modules and as CommonJS, and have most of their problems twice.
      const unique = new Map(results.flat().map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]))
      return { diagnostics: [...unique.values()] }
    },
  }
}

function changedModules(before: BundleRequest | undefined, after: BundleRequest): string[] {
  const old = before?.entryPoints.map(({ module }) => module) ?? []
  const now = after.entryPoints.map(({ module }) => module)
  return [...old.filter((module) => !now.includes(module)), ...now.filter((module) => !old.includes(module))]
}
