import type { Discovery } from '@plugwright/manifest/node'
import type { Plugin, ResolvedConfig } from 'vite'
import { createContext } from './context.ts'
import type { Context } from './context.ts'
import { createCodeInspector } from './isolate/code-inspector.ts'
import type { Inspection } from './inspect/inspection.ts'
import { resolveOptions } from './options.ts'
import type { PlugwrightOptions, ResolvedOptions } from './options.ts'
import { backendPlugin } from './plugins/backend.ts'
import { buildRecordsPlugin } from './plugins/build-records.ts'
import { chunksPlugin } from './plugins/chunks.ts'
import { configPlugin } from './plugins/config.ts'
import { deployRecordPlugin } from './plugins/deploy-record.ts'
import { isolatePlugin } from './plugins/isolate.ts'
import { inspectHost, inspectPlugin } from './plugins/inspect.ts'
import { layersPlugin } from './plugins/layers.ts'
import { livePlugin } from './plugins/live.ts'
import { pluginSheetsPlugin } from './plugins/plugin-sheets.ts'
import { reportPlugin } from './plugins/report.ts'
import { serverModulesPlugin } from './plugins/server-modules.ts'
import { sharedModulesPlugin } from './plugins/shared-modules.ts'
import { failuresPlugin } from './plugins/failures.ts'
import { goneFilesPlugin } from './plugins/gone-files.ts'
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
  /** The document of the inspector, as the Vite plugin knows the plugins. Without a server nothing of their code is known. */
  inspect(): Promise<Inspection>
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
  return [
    apiPlugin(context),
    configPlugin(context),
    virtualPlugin(context),
    goneFilesPlugin(context),
    sharedModulesPlugin(context, { privates, reporter }),
    serverModulesPlugin(context),
    isolatePlugin(context, inspector),
    failuresPlugin(context, { inspector, privates }),
    livePlugin(context, reporter),
    inspectPlugin(context, reporter),
    layersPlugin(context, privates),
    chunksPlugin(context, privates),
    pluginSheetsPlugin(context),
    buildRecordsPlugin(context, privates),
    deployRecordPlugin(),
    backendPlugin(context),
    hostTypesPlugin(context),
    reportPlugin(context, reporter),
  ]
}

/** What the other tools look for; it has no hooks of its own but the one that tells it the config. */
function apiPlugin(context: Context): Plugin {
  let config: ResolvedConfig | undefined
  const api: PlugwrightApi = {
    options: context.options,
    discover: () => context.discover(),
    async inspect() {
      if (config === undefined) throw new Error('inspect() works once the Vite config is resolved.')
      return inspectHost(context, config)
    },
  }
  return {
    name: 'plugwright',
    api,
    configResolved: (resolved) => {
      config = resolved
    },
  }
}
