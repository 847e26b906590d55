import type { ServerResponse } from 'node:http'
import { createDispatcher } from '@plugwright/router'
import type { Dispatcher, Logger as RouterLogger, RouterProblem, RouterSpec } from '@plugwright/router'
import type { Connect, Logger } from 'vite'
import { toFile } from '../merge/plugin-module.ts'
import type { MergedPlugin } from '../merge/registry-records.ts'
import type { BackendAccess } from '../options.ts'
import { sendFetchResponse, toFetchRequest } from './node-fetch.ts'
import { accessFailed, noRoute, notSignedIn } from './problems.ts'

/** How routers are found, imported and guarded. */
export interface RouterHost {
  /** The plugin of that name as it is now. */
  readonly findPlugin: (name: string) => MergedPlugin | undefined
  /** Imports a plugin's module as it is now. */
  readonly importModule: (file: string) => Promise<Readonly<Record<string, unknown>>>
  readonly access: (request: Request) => BackendAccess | Promise<BackendAccess>
  readonly logger: Logger
}

/**
 * Serves `/api/<name>/…` from the TypeScript and JavaScript routers of plugins, and answers 404 for what none of them knows.
 * Where a plugin has Python routers too, that goes on to the next middleware, which may be a proxy to their host; and so do
 * names that are no plugin, because the host's own API may live there.
 */
export function serveRouters(host: RouterHost): Connect.NextHandleFunction {
  return (req, res, next) => {
    const name = /^\/api\/([\w-]+)(?:[/?]|$)/.exec(req.originalUrl ?? req.url ?? '')?.[1]
    const plugin = name === undefined ? undefined : host.findPlugin(name)
    if (plugin === undefined || isForOthers(plugin)) {
      next()
      return
    }
    void serve(plugin, { host, req, res, next })
  }
}

async function serve(plugin: MergedPlugin, { host, req, res, next }: Exchange): Promise<void> {
  try {
    const response = await answer(plugin, { host, request: toFetchRequest(req, res) })
    if (response === undefined) next()
    else await sendFetchResponse(response, res)
  } catch (error) {
    next(error)
  }
}

interface Exchange {
  readonly host: RouterHost
  readonly req: Connect.IncomingMessage
  readonly res: ServerResponse
  readonly next: Connect.NextFunction
}

async function answer(
  plugin: MergedPlugin,
  { host, request }: { readonly host: RouterHost; readonly request: Request },
): Promise<Response | undefined> {
  const log = toRouterLogger(host.logger)
  let access: BackendAccess
  try {
    access = await host.access(request)
  } catch (error) {
    log.error('The option backend.access of plugwright() failed.', error)
    return accessFailed()
  }
  const { user } = access
  const response = await createPluginDispatcher(plugin, host).dispatch(request, {
    can: (permission) => access.can(permission),
    user,
    log,
  })
  // What a router says about its 404 is worth more than what we know, if it says anything.
  if (response?.status === 404 && response.body === null) return noRoute(plugin.name, request)
  if (response === undefined) return hasPython(plugin) ? undefined : noRoute(plugin.name, request)
  const missing = user === undefined || user === null ? await findMissingPermission(response) : undefined
  return missing === undefined ? response : notSignedIn(missing)
}

/** Made for each request: a dispatcher keeps the modules that it loaded, and they may have been edited. */
function createPluginDispatcher(plugin: MergedPlugin, { importModule }: RouterHost): Dispatcher {
  const { name, version, routers } = plugin.manifest
  const specs = routers.flatMap((router): RouterSpec[] => {
    if (router.kind !== 'file') return []
    const { path, permission, module, export: exported } = router
    return [{ path, permission, load: async () => (await importModule(toFile(plugin, module)))[exported] }]
  })
  return createDispatcher({
    plugin: { name, version },
    routers: specs,
    notFound: hasPython(plugin) ? 'pass' : 'answer',
  })
}

/** Whether all routers of a plugin are Python's. */
function isForOthers({ manifest: { routers } }: MergedPlugin): boolean {
  return routers.length > 0 && routers.every(({ kind }) => kind === 'python')
}

function hasPython({ manifest: { routers } }: MergedPlugin): boolean {
  return routers.some(({ kind }) => kind === 'python')
}

/** The permission that the dispatcher missed; a router's own 403 is its own affair. */
async function findMissingPermission(response: Response): Promise<string | undefined> {
  if (response.status !== 403 || response.headers.get('content-type') !== 'application/problem+json')
    return undefined
  const problem = (await response.clone().json()) as Partial<RouterProblem>
  return problem.code === 'ROUTER_FORBIDDEN' ? problem.permission : undefined
}

function toRouterLogger(logger: Logger): RouterLogger {
  const options = { timestamp: true }
  return {
    debug: () => {},
    info: (message, details) => logger.info(formatLog(message, details), options),
    warn: (message, details) => logger.warn(formatLog(message, details), options),
    error: (message, details) => logger.error(formatLog(message, details), options),
  }
}

function formatLog(message: string, details: unknown): string {
  if (details === undefined) return message
  return `${message}\n${details instanceof Error ? (details.stack ?? details.message) : JSON.stringify(details)}`
}
