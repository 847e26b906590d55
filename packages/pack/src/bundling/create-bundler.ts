import type { Diagnostic } from '@plugwright/diagnostics'
import type { BundleContext, Bundler, BundleRequest } from '../bundler.ts'

/** Creates a bundler from what fulfils one request. Requests are fulfilled side by side. */
export function createBundler(
  name: string,
  fulfil: (request: BundleRequest, context: BundleContext) => Promise<readonly Diagnostic[]>,
): Bundler {
  return {
    name,
    async bundle(requests, context) {
      const results = await Promise.all(requests.map((request) => fulfil(request, context)))
      // Routers are bundled twice, as ES modules and as CommonJS, and have most of their problems twice.
      const unique = new Map(results.flat().map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]))
      return { diagnostics: [...unique.values()] }
    },
  }
}
