import { usePage } from '@plugwright/react'
import { useDeferredValue, useState } from 'react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'

import type { CustomerSummary } from '../../../backend/services/customers.ts'
import nobody from '../assets/nobody.svg'
import { ApiNotice } from '../components/api-notice.tsx'
import { StageBadge } from '../components/stage-badge.tsx'
import { formatEuros } from '../format.ts'
import { useApi } from '../use-api.ts'
import styles from './customers.module.css'

/** `/plugins/crm/customers`: everybody we sell to, or would like to. */
export default function Customers(): ReactElement {
  const [query, setQuery] = useState('')
  const deferredQuery = useDeferredValue(query)
  const answer = useApi<CustomerSummary[]>(`/customers?q=${encodeURIComponent(deferredQuery)}`)

  return (
    <div className="ui-page">
      <header className="ui-page-header">
        <div>
          <h1 data-testid="page-heading">Customers</h1>
          <p className="ui-lead">Everyone we sell to, from the first call to the signed contract.</p>
        </div>
        <input
          className="ui-field"
          data-testid="crm-customer-search"
          type="search"
          placeholder="Name, city, owner…"
          aria-label="Search customers"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      </header>
      {answer.status === 'ready' ? (
        <CustomerTable customers={answer.value} query={deferredQuery} />
      ) : (
        <ApiNotice answer={answer} />
      )}
    </div>
  )
}

function CustomerTable({ customers, query }: { customers: CustomerSummary[]; query: string }): ReactElement {
  const page = usePage()
  if (customers.length === 0) {
    return (
      <div className={styles.empty}>
        <img src={nobody} alt="" width={120} height={88} data-testid="crm-empty-image" />
        <p>No customer matches “{query}”.</p>
      </div>
    )
  }
  return (
    <div className="ui-card ui-scroll">
      <table className="ui-table">
        <thead>
          <tr>
            <th scope="col">Customer</th>
            <th scope="col">Stage</th>
            <th scope="col">Owner</th>
            <th scope="col" className="ui-number">
              Value per year
            </th>
          </tr>
        </thead>
        <tbody>
          {customers.map((customer) => (
            <tr key={customer.id} data-testid="crm-customer" data-customer={customer.id}>
              <td>
                <div className={styles.who}>
                  <span className={styles.monogram} aria-hidden="true">
                    {initialsOf(customer.name)}
                  </span>
                  <div>
                    <Link to={page.href(`/customers/${customer.id}`)} className={styles.name}>
                      {customer.name}
                    </Link>
                    <div className="ui-muted">
                      {customer.industry} · {customer.city}
                    </div>
                  </div>
                </div>
              </td>
              <td>
                <StageBadge stage={customer.stage} />
              </td>
              <td>{customer.owner}</td>
              <td className="ui-number">{formatEuros(customer.annualValue)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** `Aldwych Freight` → `AF` */
function initialsOf(name: string): string {
  return name
    .split(' ')
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
}
