import type { PluginModule } from '../registry-data.ts'
import { importAgain } from './import-again.ts'
import { isNetworkError } from './network-error.ts'

/** How files of a plugin are fetched, and what happens when they are not there. */
export interface DeliveryOptions {
  /** Pauses before further tries of what cannot be fetched. */
  readonly pausesMs: readonly number[]
  /** After all tries: another build of the plugin may be there. Throws what is more telling. */
  readonly recover: (error: unknown) => Promise<PluginModule | undefined>
  /** Takes another build of the plugin. */
  readonly renew: (next: PluginModule) => void
}

/** Creates the function that runs every import of a plugin. */
export function createDelivery(
  options: DeliveryOptions,
): <Value>(load: () => Promise<Value>) => Promise<Value> {
  return async (load) => {
    try {
      return await importAgain(load, options.pausesMs)
    } catch (error) {
      const next = isNetworkError(error) ? await options.recover(error) : undefined
      if (next !== undefined) options.renew(next)
      throw error
    }
  }
}
