import type { RouterHandler } from '@plugwright/router'

import { invoices } from '../services/invoices.ts'

/** `GET /?status=open|overdue|paid` */
export const router: RouterHandler = (request) => {
  const status = new URL(request.url).searchParams.get('status')
  return Response.json(invoices.filter((invoice) => status === null || invoice.status === status))
}
