import type { ReactElement } from 'react'
import type { CardSubject } from './card-props.ts'
import { EmptyCard } from './empty-card.tsx'
import { FailedCard } from './failed-card.tsx'
import { useHostSettings } from './host-settings.ts'
import { IndexCard } from './index-card.tsx'
import { FailureCard } from './failure-card.tsx'

/** Says why no plugin is shown here: the host's own card for it, or the default one. */
export function Card({ subject }: { readonly subject: CardSubject }): ReactElement {
  const Own = useHostSettings().cards[subject.kind]
  if (Own !== undefined) return <Own subject={subject} />
  if (subject.kind === 'index') return <IndexCard />
  if (subject.kind === 'empty') return <EmptyCard />
  return subject.kind === 'failed' ? <FailedCard subject={subject} /> : <FailureCard subject={subject} />
}
