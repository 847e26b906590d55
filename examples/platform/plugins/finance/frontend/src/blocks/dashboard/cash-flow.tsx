import { Suspense, use, useState } from 'react'
import type { ReactElement } from 'react'

import type { Posting } from '../../../../backend/services/ledger.ts'
import { loadPostings } from '../../api.ts'
import { formatEuros } from '../../format.ts'
import styles from './cash-flow.module.css'

/** Block `dashboard/cash-flow`: what came in and went out this month. */
export default function CashFlow(): ReactElement {
  const [request] = useState(() => loadPostings())
  return (
    <section className="ui-card" data-testid="block-finance-cash-flow">
      <h2 className="ui-card-title" data-testid="block-title">
        Cash flow, November
      </h2>
      <Suspense fallback={<p className="ui-notice">Loading…</p>}>
        <Balance request={request} />
      </Suspense>
    </section>
  )
}

function Balance({ request }: { request: Promise<Posting[]> }): ReactElement {
  const amounts = use(request).map((posting) => posting.amount)
  const income = sum(amounts.filter((amount) => amount > 0))
  const expenses = -sum(amounts.filter((amount) => amount < 0))

  return (
    <>
      <p className={styles.net}>{formatEuros(income - expenses)}</p>
      <div className={styles.split} aria-hidden="true">
        <span style={{ flexGrow: income }} />
        <span style={{ flexGrow: expenses }} />
      </div>
      <dl className={styles.legend}>
        <dt>In</dt>
        <dd>{formatEuros(income)}</dd>
        <dt>Out</dt>
        <dd>{formatEuros(expenses)}</dd>
      </dl>
    </>
  )
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
