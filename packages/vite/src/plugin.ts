import type { Discovery } from '@plugwright/manifest/node'
import type { Plugin } from 'vite'
import { createContext } from './context.ts'
import { createCodeInspector } from './isolate/code-inspector.ts'
import { resolveOptions } from './options.ts'
import type { PlugwrightOptions, ResolvedOptions } from './options.ts'
import { backendPlugin } from './plugins/backend.ts'
import { buildManifestPlugin } from './plugins/build-manifest.ts'
import { chunksPlugin } from './plugins/chunks.ts'
import { configPlugin } from './plugins/config.ts'
import { isolatePlugin } from './plugins/isolate.ts'
import { livePlugin } from './plugins/live.ts'
import { reportPlugin } from './plugins/report.ts'
import { sharedModulesPlugin } from './plugins/shared-modules.ts'
import { failuresPlugin } from './plugins/failures.ts'
import { hostTypesPlugin } from './plugins/host-types.ts'
import { virtualPlugin } from './plugins/virtual.ts'
import { createPrivateDependencies } from './private-dependencies.ts'
import { createReporter } from './reporter.ts'

/** What other tools find at the Vite plugin named `plugwright`. */
export interface PlugwrightApi {
  /** The options with their defaults. */
  readonly options: ResolvedOptions
  /** Discovers the plugins of the host, as the Vite plugin does. Works once the Vite config is resolved. */
  discover(): Promise<Discovery>
}

/**
 * Merges the pages, nav entries and blocks of plugins into a Vite host, which imports them from `virtual:plugwright`.
 *
 *     export default defineConfig({ plugins: [react(), plugwright({ roots: ['plugins'] })] })
 *
 * @throws PluginError `VITE_UNKNOWN_OPTION`, `VITE_WRONG_OPTION`
 */
export function plugwright(options: PlugwrightOptions = {}): Plugin[] {
  const context = createContext(resolveOptions(options))
  const privates = createPrivateDependencies(context)
  const reporter = createReporter(context)
  const inspector = createCodeInspector(context, reporter)
  const api: PlugwrightApi = { options: context.options, discover: () => context.discover() }
  return [
    { name: 'plugwright', api },
    configPlugin(context),
    virtualPlugin(context),
    sharedModulesPlugin(context, privates),
    isolatePlugin(context, inspector),
    failuresPlugin(context, { inspector, privates }),
    livePlugin(context, reporter),
    chunksPlugin(context, privates),
    buildManifestPlugin(context, privates),
    backendPlugin(context),
    hostTypesPlugin(context),
    reportPlugin(context, reporter),
  ]
}
