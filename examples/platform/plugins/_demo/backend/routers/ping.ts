import type { RouterHandler } from '@plugwright/router'

/** `GET /api/_demo/ping` → `{ "plugin": "_demo", "ok": true }`; anything else is not ours. */
export const router: RouterHandler = (request, { plugin }) => {
  const isPing = request.method === 'GET' && new URL(request.url).pathname === '/ping'
  return isPing
    ? Response.json({ plugin: plugin.name, ok: true })
    : Response.json({ error: 'not found' }, { status: 404 })
}
