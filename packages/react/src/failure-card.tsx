import { resolveText, type PluginFailure } from '@plugwright/runtime'
import type { ReactElement } from 'react'
import { CardFrame } from './card-frame.tsx'
import { useHostSettings } from './host-settings.ts'
import { ProblemList } from './problem-list.tsx'

/** The card of a plugin that is known not to be usable, or of an address that leads nowhere in it. */
export function FailureCard({
  subject,
}: {
  readonly subject: Exclude<PluginFailure, { kind: 'failed' }>
}): ReactElement {
  const { registry, locale } = useHostSettings()
  const status = registry.status(subject.plugin)
  const name = resolveText(status.displayName, locale)
  const isTold = subject.problems.some(({ message }) => message === subject.reason)
  return (
    <CardFrame kind={subject.kind} title={TITLES[subject.kind](name)} alert={ALERTS.has(subject.kind)}>
      {status.version !== '' && (
        <p>
          <code>{[status.name, status.version, status.source].filter(Boolean).join(' ')}</code>
        </p>
      )}
      {!isTold && <p>{subject.reason}</p>}
      <ProblemList status={status} problems={subject.problems} />
    </CardFrame>
  )
}

const TITLES: Readonly<Record<Exclude<PluginFailure['kind'], 'failed'>, (name: string) => string>> = {
  'not-installed': (name) => `${name} is not installed`,
  disabled: (name) => `${name} is switched off`,
  blocked: (name) => `${name} does not fit this host`,
  invalid: (name) => `${name} has an invalid plugin.yaml`,
  'not-found': (name) => `${name} has no such page`,
  forbidden: (name) => `This page of ${name} is not open to you`,
}

const ALERTS: ReadonlySet<string> = new Set(['blocked', 'invalid'])
