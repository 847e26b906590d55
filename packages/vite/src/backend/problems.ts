/** `access` of the option `backend` threw or rejected. */
export function accessFailed(): Response {
  return toResponse({
    code: 'BACKEND_ACCESS_FAILED',
    status: 500,
    title: 'The host could not tell who is calling.',
  })
}

/** The router needs a permission, and nobody is signed in. */
export function notSignedIn(permission: string): Response {
  return toResponse({
    code: 'BACKEND_NOT_SIGNED_IN',
    status: 401,
    title: `This needs the permission ${permission}, and nobody is signed in.`,
  })
}

/** No router of the plugin answers at this address. */
export function noRoute(plugin: string, request: Request): Response {
  return toResponse({
    code: 'BACKEND_NO_ROUTE',
    status: 404,
    title: `The plugin ${plugin} has nothing at ${request.method} ${new URL(request.url).pathname}.`,
  })
}

/** RFC 9457 problem+json, like the answers of `@plugwright/router`. */
function toResponse(facts: {
  readonly code: string
  readonly status: number
  readonly title: string
}): Response {
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  const problem = { type: `urn:plugwright:error:${facts.code}`, ...facts }
  return new Response(JSON.stringify(problem), { status: facts.status, headers })
}
