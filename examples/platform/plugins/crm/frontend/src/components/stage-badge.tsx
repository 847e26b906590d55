import type { ReactElement } from 'react'

import type { Stage } from '../../../backend/services/stages.ts'

const tones: Record<Stage, string> = {
  lead: 'neutral',
  qualified: 'info',
  proposal: 'warning',
  customer: 'positive',
}

/** The stage of a customer as a coloured word. */
export function StageBadge({ stage }: { stage: Stage }): ReactElement {
  return (
    <span className="ui-badge" data-tone={tones[stage]}>
      {stageNames[stage]}
    </span>
  )
}

export const stageNames: Record<Stage, string> = {
  lead: 'Lead',
  qualified: 'Qualified',
  proposal: 'Proposal',
  customer: 'Customer',
}
