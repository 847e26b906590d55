import type { Diagnostic } from '@plugwright/diagnostics'
import type { Manifest } from '@plugwright/manifest'
import { packPlugin } from '@plugwright/pack'
import type { BundleRequest, PackOptions } from '@plugwright/pack'

/** What the targets of a plugin want built. */
export interface AskedRequests {
  readonly requests: readonly BundleRequest[]
  /** Absent where nothing is wanted, or plugin.yaml has errors. */
  readonly plugin?: { readonly dir: string; readonly manifest: Manifest }
  /** Why it could not be asked. */
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Asks what the targets of a plugin want built, and neither builds nor packs. Only `pack` knows that, and it says it
 * to bundlers; so this is one that listens and stops. Where nothing is wanted, the signal stops it.
 *
 * Throws what `packPlugin` throws for wrong use.
 */
export async function askBundleRequests(options: PackOptions): Promise<AskedRequests> {
  const stop = new Error('The bundle requests are known.')
  let asked: AskedRequests = { requests: [], diagnostics: [] }
  try {
    const { diagnostics } = await packPlugin({
      ...options,
      signal: AbortSignal.abort(stop),
      bundler: {
        name: 'esbuild',
        bundle(requests, plugin) {
          asked = { requests, plugin, diagnostics: [] }
          return Promise.reject(stop)
        },
      },
    })
    return { requests: [], diagnostics }
  } catch (error) {
    if (error !== stop) throw error
    return asked
  }
}
