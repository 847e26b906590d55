import { resolveText, type FailedModule } from '@plugwright/runtime'
import type { CSSProperties, ReactElement } from 'react'
import { CardFrame, LIST_STYLE } from './card-frame.tsx'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'
import { ProblemList } from './problem-list.tsx'

/** The card of code that could not be loaded, set up or shown. */
export function FailedCard({ subject }: { readonly subject: FailedModule }): ReactElement {
  const { registry, locale } = useHostSettings()
  const { dev } = useRegistrySnapshot()
  const status = registry.status(subject.plugin)
  const [telling] = subject.problems
  return (
    <CardFrame kind="failed" title={`${resolveText(status.displayName, locale)} could not be shown`} alert>
      <dl style={LIST_STYLE}>
        <dt>Plugin</dt>
        <dd style={VALUE_STYLE}>{[subject.plugin, status.version].filter(Boolean).join(' ')}</dd>
        {subject.module !== undefined && (
          <>
            <dt>File</dt>
            <dd style={VALUE_STYLE}>
              <code>{subject.module}</code>
            </dd>
          </>
        )}
        <dt>Reason</dt>
        <dd style={VALUE_STYLE}>{subject.reason}</dd>
      </dl>
      {dev && telling !== undefined && <ProblemList status={status} problems={[telling]} detailsOnly />}
      <button type="button" onClick={() => subject.retry()}>
        Try again
      </button>
    </CardFrame>
  )
}

const VALUE_STYLE: CSSProperties = { margin: 0 }
