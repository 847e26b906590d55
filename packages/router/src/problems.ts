/** What every problem answer of the dispatcher says, as RFC 9457 problem+json. */
export interface RouterProblem {
  /** `urn:plugwright:error:<code>`. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** Permanent; explained in `docs/errors.md`. */
  readonly code: string
  /** The missing permission, with `ROUTER_FORBIDDEN` only. */
  readonly permission?: string
}

type Facts = Omit<RouterProblem, 'type'>

/** The caller lacks the permission of the router. */
export function forbidden(permission: string): Response {
  return toResponse({
    code: 'ROUTER_FORBIDDEN',
    status: 403,
    title: `This needs the permission ${permission}.`,
    permission,
  })
}

/** The module of the router did not load. */
export function loadFailed(plugin: string): Response {
  return toResponse({
    code: 'ROUTER_LOAD_FAILED',
    status: 500,
    title: `A router of the plugin ${plugin} could not be loaded.`,
  })
}

/** What the module exports is neither a handler nor an object with `fetch`. */
export function notARouter(plugin: string): Response {
  return toResponse({
    code: 'ROUTER_NOT_A_ROUTER',
    status: 500,
    title: `A router of the plugin ${plugin} is neither a function nor an object with a fetch function.`,
  })
}

/** The handler threw or rejected. */
export function threw(plugin: string): Response {
  return toResponse({
    code: 'ROUTER_THREW',
    status: 500,
    title: `A router of the plugin ${plugin} failed.`,
  })
}

/** The handler returned something else than a `Response`. */
export function notAResponse(plugin: string): Response {
  return toResponse({
    code: 'ROUTER_NOT_A_RESPONSE',
    status: 500,
    title: `A router of the plugin ${plugin} did not return a Response.`,
  })
}

/** The caller hung up; nobody reads this answer. 499 is what nginx logs for it. */
export function aborted(): Response {
  return toResponse({ code: 'ROUTER_ABORTED', status: 499, title: 'The request was aborted.' })
}

function toResponse(facts: Facts): Response {
  const problem: RouterProblem = { type: `urn:plugwright:error:${facts.code}`, ...facts }
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  return new Response(JSON.stringify(problem), { status: facts.status, headers })
}
