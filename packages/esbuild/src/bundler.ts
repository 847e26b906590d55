import type { Bundler } from '@plugwright/pack'
import { bundle } from './bundle.ts'
import { resolveOutputOptions } from './options.ts'
import type { OutputOptions } from './options.ts'

/** Creates the bundler that `pack` asks to fulfil bundle requests. */
export function createEsbuildBundler(options: OutputOptions = {}): Bundler {
  const output = resolveOutputOptions(options)
  return {
    name: 'esbuild',
    async bundle(requests, context) {
      const results = await Promise.all(requests.map((request) => bundle(request, { ...context, output })))
      return { diagnostics: results.flat() }
    },
  }
}
