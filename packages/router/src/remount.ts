/** Makes the requests that the routers of one plugin see. */
export interface Remounter {
  /** The request with its path replaced by `rest`. Callable as often as announced. */
  remount(rest: string): Request
  /** Lets go of the body that was kept for routers that are not asked any more. */
  close(): void
}

export interface RemountOptions {
  readonly signal: AbortSignal
  /** How many routers may be asked. */
  readonly times: number
}

/**
 * Creates a {@link Remounter}. A body is split for each router but the last, so a request that can only go to one
 * router is never buffered.
 */
export function createRemounter(request: Request, { signal, times }: RemountOptions): Remounter {
  const { method, headers } = request
  let kept = times === 0 ? null : request.body
  let left = times

  function takeBody(): ReadableStream<Uint8Array> | null {
    left -= 1
    const [body, next] = kept === null || left === 0 ? [kept, null] : kept.tee()
    kept = next
    return body
  }

  return {
    remount(rest) {
      const url = new URL(request.url)
      url.pathname = rest
      // Fetch demands `duplex` beside a stream; TypeScript's DOM library does not know it yet.
      const init: RequestInit & { duplex: 'half' } = {
        method,
        headers,
        signal,
        body: takeBody(),
        duplex: 'half',
      }
      return new Request(url, init)
    },
    close() {
      kept?.cancel().catch(() => undefined)
      kept = null
    },
  }
}
