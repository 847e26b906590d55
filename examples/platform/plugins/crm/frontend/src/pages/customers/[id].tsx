import { usePage } from '@plugwright/react'
import { useState } from 'react'
import type { ReactElement, ReactNode } from 'react'
import { Link, useParams } from 'react-router'

import type { Customer } from '../../../../backend/services/customers.ts'
import { stages } from '../../../../backend/services/stages.ts'
import { ApiNotice } from '../../components/api-notice.tsx'
import { RevenueChart } from '../../components/revenue-chart.tsx'
import { StageBadge, stageNames } from '../../components/stage-badge.tsx'
import { formatDay, formatEuros } from '../../format.ts'
import { callApi, useApi } from '../../use-api.ts'
import './customer.css'

/** `/plugins/crm/customers/:id`: one customer, with revenue and history. */
export default function CustomerPage(): ReactElement {
  const { id = '' } = useParams()
  const page = usePage()
  const answer = useApi<Customer>(`/customers/${encodeURIComponent(id)}`)

  return (
    <div className="ui-page">
      <Link to={page.href('/customers')} className="crm-back">
        ← Customers
      </Link>
      {answer.status === 'ready' ? (
        <Profile key={answer.value.id} initial={answer.value} />
      ) : (
        <ApiNotice answer={answer} />
      )}
    </div>
  )
}

function Profile({ initial }: { initial: Customer }): ReactElement {
  const [customer, setCustomer] = useState(initial)
  const { contact } = customer

  return (
    <>
      <header className="crm-banner">
        <div>
          <div className="crm-title">
            <h1 data-testid="page-heading">{customer.name}</h1>
            <StageBadge stage={customer.stage} />
          </div>
          <p className="ui-lead">
            {customer.industry} · {customer.city}
          </p>
        </div>
      </header>
      <dl className="crm-facts">
        <Fact term="Value per year">{formatEuros(customer.annualValue)}</Fact>
        <Fact term="Owner">{customer.owner}</Fact>
        <Fact term="Contact">
          {contact.name}, {contact.role}
        </Fact>
        <Fact term="Mail">
          <a href={`mailto:${contact.email}`}>{contact.email}</a>
        </Fact>
      </dl>
      <div className="crm-columns">
        <section className="ui-card">
          <h2 className="ui-card-title">Invoiced, last twelve months</h2>
          <RevenueChart values={customer.revenue} />
        </section>
        <section className="ui-card">
          <h2 className="ui-card-title">Activity</h2>
          <StageForm customer={customer} onMoved={setCustomer} />
          <ol className="crm-activity">
            {customer.activity.map((entry) => (
              <li key={`${entry.on} ${entry.text}`} data-kind={entry.kind}>
                <p>{entry.text}</p>
                <p className="ui-muted">
                  {formatDay(entry.on)} · {entry.kind} · {entry.by}
                </p>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }): ReactElement {
  return (
    <div>
      <dt className="ui-muted">{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Shown to those who may edit; the API checks again. */
function StageForm({
  customer,
  onMoved,
}: {
  customer: Customer
  onMoved: (moved: Customer) => void
}): ReactElement | null {
  const page = usePage()
  const [reason, setReason] = useState('')
  if (!page.can('customer.edit')) return null

  async function move(stage: string): Promise<void> {
    try {
      const body = JSON.stringify({ stage })
      onMoved(await callApi<Customer>(`/customers/${customer.id}`, { method: 'PATCH', body }))
      setReason('')
    } catch (error) {
      setReason(String(error))
    }
  }

  return (
    <label className="crm-stage">
      <span>Stage</span>
      <select
        className="ui-field"
        data-testid="crm-stage"
        value={customer.stage}
        onChange={(event) => void move(event.target.value)}
      >
        {stages.map((stage) => (
          <option key={stage} value={stage}>
            {stageNames[stage]}
          </option>
        ))}
      </select>
      {reason !== '' && <span role="alert">{reason}</span>}
    </label>
  )
}
