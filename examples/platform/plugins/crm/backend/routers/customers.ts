import type { RouterHandler } from '@plugwright/router'

import { findCustomer, listCustomers, moveCustomer } from '../services/customers.ts'
import { isStage } from '../services/stages.ts'

/** `GET /?q=`, `GET /:id` and `PATCH /:id { stage }`: a plain Fetch handler. */
export const router: RouterHandler = async (request, context) => {
  const url = new URL(request.url)
  const id = decodeURIComponent(url.pathname.slice(1))
  if (request.method === 'GET') {
    if (id === '') return Response.json(listCustomers(url.searchParams.get('q') ?? ''))
    return found(findCustomer(id))
  }
  if (request.method === 'PATCH' && id !== '') {
    if (!context.can('customer.edit'))
      return Response.json({ error: 'customer.edit is needed' }, { status: 403 })
    const change: unknown = await request.json().catch(() => undefined)
    const stage =
      typeof change === 'object' && change !== null && 'stage' in change ? change.stage : undefined
    if (!isStage(stage)) return Response.json({ error: 'stage is missing or unknown' }, { status: 400 })
    return found(moveCustomer(id, stage))
  }
  return Response.json({ error: 'method not allowed' }, { status: 405, headers: { allow: 'GET, PATCH' } })
}

function found(customer: unknown): Response {
  return customer === undefined
    ? Response.json({ error: 'no such customer' }, { status: 404 })
    : Response.json(customer)
}
