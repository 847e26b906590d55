import type { ReactElement } from 'react'

import type { CustomerSummary } from '../../../../backend/services/customers.ts'
import { stages } from '../../../../backend/services/stages.ts'
import { ApiNotice } from '../../components/api-notice.tsx'
import { stageNames } from '../../components/stage-badge.tsx'
import { formatEuros } from '../../format.ts'
import { useApi } from '../../use-api.ts'
import styles from './pipeline.module.css'

/** Block `dashboard/pipeline`: how many and how much at every stage. */
export default function Pipeline(): ReactElement {
  const answer = useApi<CustomerSummary[]>('/customers')

  return (
    <section className="ui-card" data-testid="block-crm-pipeline">
      <h2 className="ui-card-title" data-testid="block-title">
        Pipeline
      </h2>
      {answer.status === 'ready' ? <Funnel customers={answer.value} /> : <ApiNotice answer={answer} />}
    </section>
  )
}

function Funnel({ customers }: { customers: CustomerSummary[] }): ReactElement {
  const steps = stages.map((stage) => {
    const here = customers.filter((customer) => customer.stage === stage)
    return { stage, count: here.length, value: here.reduce((sum, customer) => sum + customer.annualValue, 0) }
  })
  const largest = Math.max(1, ...steps.map((step) => step.value))

  return (
    <ul className={styles.funnel}>
      {steps.map(({ stage, count, value }) => (
        <li key={stage}>
          <span className={styles.stage}>{stageNames[stage]}</span>
          <span className={styles.track}>
            <span className={styles.bar} style={{ width: `${(value / largest) * 100}%` }} />
          </span>
          <span className={styles.value}>{formatEuros(value)}</span>
          <span className={styles.count}>{count}</span>
        </li>
      ))}
    </ul>
  )
}
