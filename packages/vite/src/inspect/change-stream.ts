import type { IncomingMessage, ServerResponse } from 'node:http'

/** Many things change at once when a page loads. */
const QUIET_MS = 80

/** Server-sent events that say only that something has changed. */
export interface ChangeStream {
  /** Keeps a response open until its reader goes. */
  open(request: IncomingMessage, response: ServerResponse): void
  /** Tells every reader, once for all calls of a moment. */
  send(): void
  /** Ends all responses. */
  close(): void
}

export function createChangeStream(): ChangeStream {
  const readers = new Set<ServerResponse>()
  let timer: NodeJS.Timeout | undefined

  return {
    open(request, response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.write('retry: 1000\n\n')
      readers.add(response)
      request.once('close', () => readers.delete(response))
    },
    send() {
      timer ??= setTimeout(() => {
        timer = undefined
        for (const reader of readers) reader.write('event: change\ndata:\n\n')
      }, QUIET_MS)
    },
    close() {
      clearTimeout(timer)
      for (const reader of readers) reader.end()
      readers.clear()
    },
  }
}
