import { createRunnableDevEnvironment, createServer, isRunnableDevEnvironment } from 'vite'
import type { Connect, EnvironmentOptions, Plugin, ResolvedConfig, ViteDevServer } from 'vite'
import { serveRouters } from '../backend/serve-routers.ts'
import type { Context } from '../context.ts'

/** An environment of its own, so that routers share neither modules nor settings with the host's SSR. */
const ENVIRONMENT = 'plugwright'

const environmentOptions: EnvironmentOptions = {
  consumer: 'server',
  dev: {
    // Without updates of its own: it would import each router again on every edit, and say so.
    createEnvironment: (name, config) =>
      createRunnableDevEnvironment(name, config, { hot: false, runnerOptions: { hmr: false } }),
  },
}

/** Serves the routers of plugins from source. */
export function backendPlugin(context: Context): Plugin {
  const { access } = context.options

  function serve(server: ViteDevServer): Connect.NextHandleFunction {
    return serveRouters({
      findPlugin: (name) => context.merge.plugins.find((plugin) => plugin.name === name),
      importModule: (file) => importModule(server, file),
      access: access ?? (() => ({ can: () => false })),
      logger: server.config.logger,
    })
  }

  return {
    name: 'plugwright:backend',
    apply: () => access !== undefined,

    config(_config, { command, isPreview }) {
      // A build would build it, and has nothing to build.
      if (command === 'build' || isPreview === true) return undefined
      return { environments: { [ENVIRONMENT]: environmentOptions } }
    },

    hotUpdate() {
      // The edited module and what imports it are out of date already, and the next request imports them anew.
      return this.environment.name === ENVIRONMENT ? [] : undefined
    },

    configureServer(server) {
      server.middlewares.use(serve(server))
    },

    async configurePreviewServer(preview) {
      const server = await createRouterServer(preview.config)
      preview.middlewares.use(serve(server))
      preview.httpServer.once('close', () => void server.close())
    },
  }
}

async function importModule(server: ViteDevServer, file: string): Promise<Record<string, unknown>> {
  const environment = server.environments[ENVIRONMENT]
  if (environment === undefined || !isRunnableDevEnvironment(environment)) {
    throw new Error(
      `The environment "${ENVIRONMENT}" cannot run modules; something in the Vite config replaced it.`,
    )
  }
  return environment.runner.import<Record<string, unknown>>(file)
}

/** A preview server has no environments, so it gets a development server that nobody can connect to. */
function createRouterServer({ root, mode, logger, resolve, envDir }: ResolvedConfig): Promise<ViteDevServer> {
  return createServer({
    configFile: false,
    root,
    mode,
    envDir,
    customLogger: logger,
    appType: 'custom',
    resolve: { alias: resolve.alias },
    server: { middlewareMode: true, ws: false, hmr: false },
    optimizeDeps: { noDiscovery: true },
    environments: { [ENVIRONMENT]: environmentOptions },
  })
}
