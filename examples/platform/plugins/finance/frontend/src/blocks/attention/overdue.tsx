import { Suspense, use, useState } from 'react'
import type { ReactElement } from 'react'

import type { Invoice } from '../../../../backend/services/invoices.ts'
import { loadInvoices } from '../../api.ts'
import { formatDay, formatEuros } from '../../format.ts'

/** Block `attention/overdue`: one line in the host's list of things that wait for somebody. */
export default function Overdue(): ReactElement {
  const [request] = useState(() => loadInvoices('overdue'))
  return (
    <Suspense>
      <Lines request={request} />
    </Suspense>
  )
}

function Lines({ request }: { request: Promise<Invoice[]> }): ReactElement[] {
  return use(request).map((invoice) => (
    <div key={invoice.number} className="ui-attention" data-testid="finance-overdue">
      <strong>
        {invoice.customer} owes {formatEuros(invoice.amount)}
      </strong>
      <span className="ui-muted">
        Invoice {invoice.number}, due {formatDay(invoice.dueOn)}
      </span>
    </div>
  ))
}
