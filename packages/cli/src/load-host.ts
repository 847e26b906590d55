import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isPluginError, PluginError } from '@plugwright/diagnostics'
import type { PlugwrightApi } from '@plugwright/vite'
import type * as Vite from 'vite'
import { hostConfigFailed, notAHost, noVite } from './diagnostics.ts'

/** A host as its own configuration describes it. */
export interface Host {
  /** The Vite root, absolute. */
  readonly root: string
  /** What our Vite plugin there offers. */
  readonly api: PlugwrightApi
}

/**
 * Loads the Vite configuration of a host with the host's own Vite, as `vite <dir>` would.
 * Throws `CLI_NO_VITE`, `CLI_HOST_CONFIG_FAILED`, `CLI_NOT_A_HOST`, and what the plugin says about its options.
 */
export async function loadHost(dir: string): Promise<Host> {
  const vite = await importVite(dir)
  const config = await vite
    .resolveConfig({ root: dir, logLevel: 'silent' }, 'serve')
    .catch((error: unknown) => {
      throw isPluginError(error) ? error : new PluginError([hostConfigFailed(dir, error)])
    })
  const api: unknown = config.plugins.find(({ name }) => name === 'plugwright')?.api
  if (!isPlugwrightApi(api)) throw new PluginError([notAHost(dir)])
  return { root: config.root, api }
}

async function importVite(dir: string): Promise<typeof Vite> {
  let file: string
  try {
    file = createRequire(join(dir, 'vite.config.js')).resolve('vite')
  } catch {
    throw new PluginError([noVite(dir)])
  }
  return (await import(pathToFileURL(file).href)) as typeof Vite
}

function isPlugwrightApi(api: unknown): api is PlugwrightApi {
  return typeof api === 'object' && api !== null && 'discover' in api && 'options' in api
}
