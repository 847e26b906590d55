import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

/**
 * Turns a request of Node's server into one of the Fetch API. The body is streamed; the signal aborts when the connection
 * closes before the answer is out.
 */
export function toFetchRequest(req: IncomingMessage, res: ServerResponse): Request {
  const aborter = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) aborter.abort()
  })
  const { method = 'GET' } = req
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(toUrl(req), {
    method,
    headers: toHeaders(req),
    signal: aborter.signal,
    ...(hasBody && { body: Readable.toWeb(req) as unknown as BodyInit, duplex: 'half' }),
  })
}

/** Sends a response of the Fetch API. Resolves also when the caller hangs up; its body is cancelled then. */
export async function sendFetchResponse(response: Response, res: ServerResponse): Promise<void> {
  res.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('set-cookie', cookies)
  if (response.body === null) {
    res.end()
    return
  }
  // What breaks here is the connection or the handler's stream, and either way nobody is left to be told.
  await pipeline(Readable.fromWeb(response.body as ReadableStream), res).catch(() => res.destroy())
}

function toUrl(req: IncomingMessage & { readonly originalUrl?: string }): URL {
  const path = req.originalUrl ?? req.url ?? '/'
  const isSecure = 'encrypted' in req.socket && req.socket.encrypted === true
  // Concatenated, because as a relative reference `//host/path` would name another host.
  const url = `${isSecure ? 'https' : 'http'}://${req.headers.host ?? 'localhost'}${path}`
  return URL.canParse(url) ? new URL(url) : new URL(`http://localhost${path}`)
}

function toHeaders(req: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers)) {
    // HTTP/2 has :method, :path and others here.
    if (name.startsWith(':') || value === undefined) continue
    for (const item of Array.isArray(value) ? value : [value]) headers.append(name, item)
  }
  return headers
}
