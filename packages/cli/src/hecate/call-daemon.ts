import { type Diagnostic, PluginError } from '@plugwright/diagnostics'
import {
  callbackNotLoadable,
  daemonRefused,
  daemonUnauthorized,
  daemonUnreachable,
  daemonWithoutRoute,
  ebinNotFound,
} from './diagnostics.ts'
import type { HecatePackage } from './read-package.ts'

/** What a daemon is told besides the package. */
export interface DaemonCall {
  /** Its address, such as `http://localhost:4444`. */
  readonly url: string
  /** Where the daemon gets the archive; the last segment is the name of the file in its folder. */
  readonly packageUrl: string
  /** For `Authorization: Bearer`. @default none */
  readonly token: string | undefined
  readonly signal: AbortSignal
}

/** A daemon that took the package. */
export interface DaemonAnswer {
  readonly url: string
  /** The route that answered. */
  readonly route: string
  readonly status: number
}

/** Tried in this order, the next one on 404 and 405: that of the packaging guide, then those of the daemon's code, newest first. */
export const ROUTES: readonly string[] = [
  '/api/plugins/install',
  '/api/appstore/plugins/install',
  '/api/node/plugins/install',
]

/**
 * Tells a daemon to install a package. The body has the fields of the guide and those that the code asks for. Throws
 * `HECATE_DAEMON_…`, and `HECATE_EBIN_NOT_FOUND` and `HECATE_CALLBACK_NOT_LOADABLE` where the daemon says so.
 */
export async function callDaemon(found: HecatePackage, call: DaemonCall): Promise<DaemonAnswer> {
  for (const route of ROUTES) {
    const { status, text } = await post(route, toBody(found, call), call)
    if (status === 404 || status === 405) continue
    const problem = toProblem({ status, text }, found, call)
    if (problem !== undefined) throw new PluginError([problem])
    return { url: call.url, route, status }
  }
  throw new PluginError([daemonWithoutRoute(call.url, ROUTES)])
}

/** The loader may take 30 s. */
const TIMEOUT_MS = 60_000

/** More than a person reads, and less than a hostile server sends. */
const MAX_ANSWER = 300

interface Answer {
  readonly status: number
  readonly text: string
}

function toBody(
  { name, version, callbackModule }: HecatePackage,
  { packageUrl }: DaemonCall,
): Record<string, string> {
  return {
    plugin_id: name,
    plugin_type: 'in_vm',
    callback_module: callbackModule,
    // The guide has the three above; the code also wants these, under one of two names.
    name,
    plugin_name: name,
    version,
    installed_version: version,
    package_url: packageUrl,
  }
}

async function post(route: string, body: Record<string, string>, call: DaemonCall): Promise<Answer> {
  const { url, token, signal } = call
  const address = `${url.replace(/\/+$/, '')}${route}`
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      // Following would make a GET of the POST, or carry the package's address elsewhere.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    return { status: response.status, text: await readStart(response) }
  } catch (error) {
    signal.throwIfAborted()
    throw new PluginError([daemonUnreachable(url, reasonOf(error))])
  }
}

async function readStart(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    // Leaving the loop ends the connection.
    if (text.length > MAX_ANSWER) break
  }
  return text.slice(0, MAX_ANSWER).replace(/\s+/g, ' ').trim()
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (cause instanceof AggregateError && cause.errors.length > 0) return reasonOf(cause.errors[0])
  if (cause instanceof Error) return cause.message === '' ? cause.name : cause.message
  return String(cause)
}

/** Errors come as terms in some field of the answer, nested or not, so the atom is looked for. */
function toProblem({ status, text }: Answer, found: HecatePackage, call: DaemonCall): Diagnostic | undefined {
  if (/\b(?:no_ebin_after_extraction|ebin_not_found)\b/.test(text))
    return ebinNotFound(`the daemon at ${call.url} has no ebin/ in the folder of ${found.name}`)
  if (/\bcallback_not_loadable\b/.test(text))
    return callbackNotLoadable(found.callbackModule, `cannot be loaded by the daemon at ${call.url}`)
  if (status === 401 || status === 403)
    return daemonUnauthorized(call.url, { status, hasToken: call.token !== undefined })
  return status >= 200 && status < 300 ? undefined : daemonRefused(call.url, { status, text })
}
