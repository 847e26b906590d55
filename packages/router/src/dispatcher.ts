import { callRouter, createLoader } from './call-router.ts'
import type { RouterLoader } from './call-router.ts'
import { matchPrefix, toSegments } from './match-prefix.ts'
import type { PrefixMatch } from './match-prefix.ts'
import { aborted, forbidden } from './problems.ts'
import { createRemounter } from './remount.ts'
import type { Logger, RouterContext } from './router.ts'

/** One router of a plugin, as its manifest declares it. */
export interface RouterSpec {
  /** Where it is mounted below the plugin's base: `/accounts`, or `/`. */
  readonly path: string
  /** Needed to call it, whatever the method; `null` means public. */
  readonly permission: string | null
  /**
   * Imports the module and gives the export that should be a {@link Router}; checked when it comes.
   * Called on the first request, and again on the next one after a failure.
   */
  load(): Promise<unknown>
}

export interface DispatcherOptions {
  readonly plugin: { readonly name: string; readonly version: string }
  readonly routers: readonly RouterSpec[]
  /** Where the plugin's API lives. @default `/api/<plugin name>` */
  readonly base?: string
  /**
   * What becomes of a 404 that every matching router gave: `pass` resolves to `undefined`, so that the host can ask
   * somebody else; `answer` gives the 404 of the most specific router. @default 'pass'
   */
  readonly notFound?: 'pass' | 'answer'
}

/** Who calls, and what the host lends for the time of one request. */
export interface Access {
  readonly can: (permission: string) => boolean
  readonly user: unknown
  readonly log: Logger
  /** Aborts the request besides its own signal, when the host shuts down for example. */
  readonly signal?: AbortSignal | undefined
}

export interface Dispatcher {
  /**
   * Asks the plugin's routers: the longest path first, then in listed order, until one answers with anything but 404.
   * Resolves to `undefined` where none is mounted at the URL or all passed on; the body of `request` may be used then.
   *
   * A router whose permission is missing is not asked. Its siblings on the same path still are, routers on shorter
   * paths are not, and if nobody answers it is 403 `ROUTER_FORBIDDEN`. What goes wrong in a router is logged and
   * becomes a problem+json answer with a code, see {@link RouterProblem}.
   */
  dispatch(request: Request, access: Access): Promise<Response | undefined>
}

interface Mount {
  readonly segments: readonly string[]
  readonly permission: string | null
  readonly load: RouterLoader
}

interface Candidate extends PrefixMatch {
  readonly mount: Mount
}

/** Creates the dispatcher of one plugin. Nothing is loaded before the first request that needs it. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { plugin, base = `/api/${plugin.name}`, notFound = 'pass' } = options
  const mounts: readonly Mount[] = options.routers
    .map((spec) => ({
      segments: [...toSegments(base), ...toSegments(spec.path)],
      permission: spec.permission,
      load: createLoader(() => spec.load()),
    }))
    .sort((a, b) => b.segments.length - a.segments.length)

  async function dispatch(request: Request, access: Access): Promise<Response | undefined> {
    const { allowed, missing } = authorize(findCandidates(mounts, request), access)
    const signal =
      access.signal === undefined ? request.signal : AbortSignal.any([request.signal, access.signal])
    const remounter = createRemounter(request, { signal, times: allowed.length })
    let notFoundAnswer: Response | undefined
    try {
      for (const { mount, prefix, rest } of allowed) {
        if (signal.aborted) return aborted()
        const { user, log } = access
        const context: RouterContext = { plugin, can: (name) => access.can(name), user, signal, log, prefix }
        const response = await callRouter(mount.load, remounter.remount(rest), context)
        if (response.status !== 404) return response
        if (notFound === 'answer' && notFoundAnswer === undefined) notFoundAnswer = response
        else discard(response)
      }
    } finally {
      remounter.close()
    }
    return missing === undefined ? notFoundAnswer : forbidden(missing)
  }

  return { dispatch: async (request, access) => toMethod(request, await dispatch(request, access)) }
}

function findCandidates(mounts: readonly Mount[], request: Request): readonly Candidate[] {
  const { pathname } = new URL(request.url)
  return mounts.flatMap((mount) => {
    const match = matchPrefix(pathname, mount.segments)
    return match === undefined ? [] : [{ mount, ...match }]
  })
}

/** A forbidden path also shields the shorter ones behind it: a catch-all at `/` must not answer for `/admin`. */
function authorize(
  candidates: readonly Candidate[],
  access: Access,
): { readonly allowed: readonly Candidate[]; readonly missing: string | undefined } {
  const isRefused = ({ mount }: Candidate): boolean =>
    mount.permission !== null && !access.can(mount.permission)
  const refused = candidates.find(isRefused)
  if (refused === undefined) return { allowed: candidates, missing: undefined }
  const shield = refused.mount.segments.length
  const allowed = candidates.filter(
    (candidate) => candidate.mount.segments.length >= shield && !isRefused(candidate),
  )
  return { allowed, missing: refused.mount.permission ?? undefined }
}

/** A handler need not care for HEAD: its answer to GET loses the body here. */
function toMethod(request: Request, response: Response | undefined): Response | undefined {
  if (request.method !== 'HEAD' || response?.body == null) return response
  discard(response)
  return new Response(null, response)
}

/** Frees what an unread answer holds. A stream that its handler still uses cannot be cancelled, and need not be. */
function discard(response: Response): void {
  response.body?.cancel().catch(() => undefined)
}
