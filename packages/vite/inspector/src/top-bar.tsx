import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { toHostUrl, useHost } from './host.ts'
import { Icon } from './parts/icon.tsx'
import { readScheme, setScheme } from './scheme.ts'
import type { Scheme } from './scheme.ts'
import type { Inspected } from './use-inspection.ts'
import { toHash } from './use-location.ts'

/** Which host it is, whether it is live, for whom it is looked at. */
export function TopBar({ connection }: Pick<Inspected, 'connection'>): VNode {
  const { inspection, viewAs } = useHost()
  const { host } = inspection
  return (
    <header class="top">
      <a class="brand" href={toHash({ view: 'overview' })}>
        <Icon name="plugins" />
        <strong>Plugwright</strong>
      </a>
      <span class="host" title={host.root}>
        {host.name ?? 'host'} {host.version !== undefined && <span class="quiet">{host.version}</span>}
      </span>
      <span class={`connection ${connection}`} role="status" data-testid="connection">
        {connection === 'lost' ? 'server is gone' : connection}
      </span>
      <span class="space" />
      <GroupField />
      <a
        class="button"
        href={toHostUrl(inspection, '/', viewAs)}
        target="plugwright-host"
        data-testid="open-host"
      >
        Open the host <Icon name="open" />
      </a>
      <SchemeField />
    </header>
  )
}

function GroupField(): VNode {
  const { inspection, viewAs, setViewAs } = useHost()
  const groups = new Set(inspection.access.groups.map(({ name }) => name))
  return (
    <label class="field">
      <span>View as</span>
      <select value={viewAs} data-testid="view-as" onChange={(event) => setViewAs(event.currentTarget.value)}>
        <option value="">whoever looks</option>
        {[...groups].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  )
}

function SchemeField(): VNode {
  const [scheme, choose] = useState<Scheme>(readScheme)
  return (
    <label class="field">
      <Icon name="scheme" />
      <span class="hidden">Colours</span>
      <select
        value={scheme}
        data-testid="scheme"
        onChange={(event) => {
          const next = event.currentTarget.value as Scheme
          choose(next)
          setScheme(next)
        }}
      >
        <option value="system">System</option>
        <option value="light">Light</option>
        <option value="dark">Dark</option>
      </select>
    </label>
  )
}
