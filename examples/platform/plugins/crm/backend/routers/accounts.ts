import { Hono } from 'hono'

import { accounts } from '../services/accounts.ts'

/** `GET /` and `GET /renewals?before=YYYY-MM-DD`: a Hono app, which needs no base path. */
export const router = new Hono()
  .get('/', (c) => c.json(accounts))
  .get('/renewals', (c) => {
    const before = c.req.query('before') ?? '9999-12-31'
    return c.json(accounts.filter((account) => account.renewsOn < before))
  })
