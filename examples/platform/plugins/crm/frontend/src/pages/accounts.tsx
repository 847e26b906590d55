import { usePage } from '@plugwright/react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'

import type { Account } from '../../../backend/services/accounts.ts'
import { ApiNotice } from '../components/api-notice.tsx'
import { formatDay, formatEuros } from '../format.ts'
import { useApi } from '../use-api.ts'
import styles from './accounts.module.css'

const tones: Record<Account['health'], string> = { good: 'positive', watch: 'warning', 'at risk': 'negative' }

/** `/plugins/crm/accounts`: the contracts, the next renewal first. */
export default function Accounts(): ReactElement {
  const page = usePage()
  const answer = useApi<Account[]>('/accounts')

  return (
    <div className="ui-page">
      <header className="ui-page-header">
        <div>
          <h1 data-testid="page-heading">Accounts</h1>
          <p className="ui-lead">Contracts by their next renewal.</p>
        </div>
      </header>
      {answer.status === 'ready' ? (
        <div className={styles.grid}>
          {answer.value.map((account) => (
            <article key={account.id} className="ui-card" data-testid="crm-account" data-account={account.id}>
              <header className={styles.top}>
                <h2 className="ui-card-title">
                  <Link to={page.href(`/customers/${account.customerId}`)}>{account.customer}</Link>
                </h2>
                <span className="ui-badge" data-tone={tones[account.health]}>
                  {account.health}
                </span>
              </header>
              <p className={styles.value}>{formatEuros(account.annualValue)}</p>
              <p className="ui-muted">
                {account.plan} · {account.id} · renews {formatDay(account.renewsOn)}
              </p>
              <SeatMeter account={account} />
            </article>
          ))}
        </div>
      ) : (
        <ApiNotice answer={answer} />
      )}
    </div>
  )
}

function SeatMeter({ account: { seats, seatsUsed } }: { account: Account }): ReactElement {
  return (
    <label className={styles.seats}>
      <span>
        {seatsUsed} of {seats} seats
      </span>
      <progress className="ui-meter" max={seats} value={seatsUsed} />
    </label>
  )
}
