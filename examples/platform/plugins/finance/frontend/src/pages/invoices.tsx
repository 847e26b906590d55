import { Suspense, use, useState } from 'react'
import type { ReactElement } from 'react'

import type { Invoice } from '../../../backend/services/invoices.ts'
import { loadInvoices } from '../api.ts'
import { formatDay, formatEuros } from '../format.ts'

type Filter = Invoice['status'] | 'all'

const filters: readonly Filter[] = ['all', 'open', 'overdue', 'paid']
const tones: Record<Invoice['status'], string> = { paid: 'positive', open: 'info', overdue: 'negative' }

/** `/plugins/finance/invoices`. A failed read is thrown to the host, which shows its card for this page. */
export default function Invoices(): ReactElement {
  const [filter, setFilter] = useState<Filter>('all')
  const [request, setRequest] = useState(() => loadInvoices())

  function choose(next: Filter): void {
    setFilter(next)
    setRequest(next === 'all' ? loadInvoices() : loadInvoices(next))
  }

  return (
    <div className="ui-page">
      <header className="ui-page-header">
        <div>
          <h1 data-testid="page-heading">Invoices</h1>
          <p className="ui-lead">What we have billed, and what is still to come.</p>
        </div>
        <div className="ui-choice" role="group" aria-label="Status">
          {filters.map((option) => (
            <button
              key={option}
              type="button"
              aria-pressed={option === filter}
              onClick={() => choose(option)}
            >
              {option}
            </button>
          ))}
        </div>
      </header>
      <Suspense fallback={<p className="ui-notice">Loading…</p>}>
        <InvoiceTable request={request} />
      </Suspense>
    </div>
  )
}

function InvoiceTable({ request }: { request: Promise<Invoice[]> }): ReactElement {
  const invoices = use(request)
  return (
    <div className="ui-card ui-scroll">
      <table className="ui-table">
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Customer</th>
            <th scope="col">Issued</th>
            <th scope="col">Due</th>
            <th scope="col">Status</th>
            <th scope="col" className="ui-number">
              Amount
            </th>
          </tr>
        </thead>
        <tbody>
          {invoices.map((invoice) => (
            <tr key={invoice.number} data-testid="finance-invoice" data-status={invoice.status}>
              <td className="ui-mono">{invoice.number}</td>
              <td>{invoice.customer}</td>
              <td>{formatDay(invoice.issuedOn)}</td>
              <td>{formatDay(invoice.dueOn)}</td>
              <td>
                <span className="ui-badge" data-tone={tones[invoice.status]}>
                  {invoice.status}
                </span>
              </td>
              <td className="ui-number">{formatEuros(invoice.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
