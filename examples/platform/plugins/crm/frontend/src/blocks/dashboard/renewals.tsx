import type { ReactElement } from 'react'

import type { Account } from '../../../../backend/services/accounts.ts'
import { ApiNotice } from '../../components/api-notice.tsx'
import { formatDay, formatEuros } from '../../format.ts'
import { useApi } from '../../use-api.ts'
import styles from './renewals.module.css'

/** Block `dashboard/renewals`: contracts that end before February. */
export default function Renewals(): ReactElement {
  const answer = useApi<Account[]>('/accounts/renewals?before=2027-02-01')

  return (
    <section className="ui-card" data-testid="block-crm-renewals">
      <h2 className="ui-card-title" data-testid="block-title">
        Next renewals
      </h2>
      {answer.status === 'ready' ? (
        <ul className={styles.list}>
          {answer.value.map((account) => (
            <li key={account.id}>
              <span>
                {account.customer}
                <span className="ui-muted">{formatDay(account.renewsOn)}</span>
              </span>
              <span>{formatEuros(account.annualValue)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <ApiNotice answer={answer} />
      )}
    </section>
  )
}
