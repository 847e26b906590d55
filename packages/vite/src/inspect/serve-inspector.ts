import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Connect } from 'vite'
import { createChangeStream } from './change-stream.ts'
import { loadInspectorFiles } from './inspector-files.ts'
import type { InspectorFile } from './inspector-files.ts'
import type { Inspection } from './inspection.ts'

/** Below Vite's `base`. */
export const INSPECTOR_PATH = '__plugwright/'

/** The page loads nothing from elsewhere, and nothing else may load it into a frame. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'self'",
].join('; ')

/** The inspector of a running server. */
export interface InspectorServer {
  readonly middleware: Connect.NextHandleFunction
  /** Tells open inspectors that there is something else to see. */
  changed(): void
  /** Ends the connections to open inspectors. */
  close(): void
}

/**
 * Serves the inspector at `<base>__plugwright/`, its JSON twin at `data.json` there, and at `events` a stream that says when to
 * read it again. Which file is sent is looked up in a fixed list, never in the file system.
 */
export function createInspectorServer(
  base: string,
  { inspect }: { readonly inspect: () => Promise<Inspection> | Inspection },
): InspectorServer {
  const prefix = base + INSPECTOR_PATH
  const stream = createChangeStream()
  let files: Promise<ReadonlyMap<string, InspectorFile>> | undefined

  async function answer(name: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (name === 'data.json') {
      send(response, { type: 'application/json; charset=utf-8', body: JSON.stringify(await inspect()) })
      return true
    }
    if (name === 'events') {
      stream.open(request, response)
      return true
    }
    // A page that is built while the server runs is found by the next try.
    const known = await (files ??= loadInspectorFiles())
    if (known.size === 0) files = undefined
    const file = known.get(name === '' ? 'index.html' : name)
    if (file !== undefined) send(response, file)
    else if (name === '' && known.size === 0) send(response, notBuilt(prefix), 503)
    return file !== undefined || response.headersSent
  }

  return {
    middleware(request, response, next) {
      const [path = ''] = (request.url ?? '').split('?')
      if (request.method !== 'GET' && request.method !== 'HEAD') next()
      else if (`${path}/` === prefix) response.writeHead(302, { Location: prefix }).end()
      else if (!path.startsWith(prefix)) next()
      else
        answer(path.slice(prefix.length), request, response).then(
          (isAnswered) => (isAnswered ? undefined : response.writeHead(404).end()),
          next,
        )
    },
    changed: () => stream.send(),
    close: () => stream.close(),
  }
}

function send(response: ServerResponse, { type, body }: InspectorFile, status = 200): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-cache',
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
  })
  response.end(body)
}

function notBuilt(prefix: string): InspectorFile {
  const body = `<!doctype html><title>Plugwright</title><h1>The inspector is not built</h1>
<p>This copy of <code>@plugwright/vite</code> comes from its repository, and its inspector is built by <code>pnpm build</code> there.
What it would show is at <a href="${prefix}data.json">data.json</a>.</p>`
  return { type: 'text/html; charset=utf-8', body }
}
