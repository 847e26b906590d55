/**
 * Answers one request of a plugin's API. The URL starts below the place where the router is mounted:
 * for a router with `path: /accounts` in the plugin `crm`, `GET /api/crm/accounts/7?full` arrives as `/7?full`.
 * A 404 passes the request on to the plugin's next router.
 */
export type RouterHandler = (request: Request, context: RouterContext) => Response | Promise<Response>

/**
 * What a router module exports: a handler, or an object with a `fetch` handler.
 * A Hono app is one as it is, without a base path; it finds the {@link RouterContext} in `c.env`.
 */
export type Router = RouterHandler | { readonly fetch: RouterHandler }

/** What a handler knows besides the request. */
export interface RouterContext {
  /** The plugin that the router belongs to. */
  readonly plugin: { readonly name: string; readonly version: string }
  /** Tells whether the caller has a permission. The router's own `permission` is already checked. */
  readonly can: (permission: string) => boolean
  /** Who calls, as the host knows it. */
  readonly user: unknown
  /** Aborted when the caller hangs up or the host shuts down. */
  readonly signal: AbortSignal
  readonly log: Logger
  /** What was cut from the front of the path, encoded as it came: `/api/crm/accounts`. For links to itself. */
  readonly prefix: string
}

/** Where routers and the dispatcher write; `console` is one. */
export interface Logger {
  readonly debug: (message: string, details?: unknown) => void
  readonly info: (message: string, details?: unknown) => void
  readonly warn: (message: string, details?: unknown) => void
  readonly error: (message: string, details?: unknown) => void
}

/**
 * Gives the parameters of a router their types; returns its argument.
 *
 *     export const router = defineRouter((request, context) => Response.json({ ok: context.can('account.read') }))
 */
export function defineRouter<T extends Router>(router: T): T {
  return router
}
