import type { RouterHandler } from '@plugwright/router'

import { postings } from '../services/ledger.ts'

/** `GET /`: the postings of this month. */
export const router: RouterHandler = () => Response.json(postings)
