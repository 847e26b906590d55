import { aborted, loadFailed, notAResponse, notARouter, threw } from './problems.ts'
import type { RouterContext, RouterHandler } from './router.ts'

/** Gives what a router's module exports, the same to every request. */
export type RouterLoader = () => Promise<unknown>

/** Loads once, however many requests wait for it; forgets a failure, so that the next request tries again. */
export function createLoader(load: RouterLoader): RouterLoader {
  let loading: Promise<unknown> | undefined
  return () => {
    loading ??= Promise.resolve()
      .then(load)
      .catch((error: unknown) => {
        loading = undefined
        throw error
      })
    return loading
  }
}

/**
 * Calls a router, and answers with a problem where it cannot be loaded, is none, throws, or returns no response.
 * Never rejects.
 */
export async function callRouter(
  load: RouterLoader,
  request: Request,
  context: RouterContext,
): Promise<Response> {
  const { name } = context.plugin
  const where = `${request.method} ${context.prefix}${new URL(request.url).pathname}`

  let router: unknown
  try {
    router = await load()
  } catch (error) {
    context.log.error(`The router of the plugin ${name} for ${where} could not be loaded.`, error)
    return loadFailed(name)
  }
  const handler = toHandler(router)
  if (handler === undefined) {
    context.log.error(`The router of the plugin ${name} for ${where} is ${describe(router)}.`)
    return notARouter(name)
  }

  try {
    const response: unknown = await handler(request, context)
    if (isResponse(response)) return response
    context.log.error(
      `The router of the plugin ${name} answered ${where} with ${describe(response)} instead of a Response.`,
    )
    return notAResponse(name)
  } catch (error) {
    if (context.signal.aborted) return aborted()
    context.log.error(`The router of the plugin ${name} failed for ${where}.`, error)
    return threw(name)
  }
}

function toHandler(router: unknown): RouterHandler | undefined {
  if (typeof router === 'function') return router as RouterHandler
  if (typeof router !== 'object' || router === null || !('fetch' in router)) return undefined
  if (typeof router.fetch !== 'function') return undefined
  const target = router as { fetch: RouterHandler }
  return (request, context) => target.fetch(request, context)
}

/** By its tag, because a plugin may bring its own Fetch implementation. */
function isResponse(value: unknown): value is Response {
  return Object.prototype.toString.call(value) === '[object Response]'
}

function describe(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? 'an object' : typeof value
}
