import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import type { ViewProps } from '../app.tsx'
import { countOf, formatMs } from '../format.ts'
import { useHost } from '../host.ts'
import { SeverityChip } from '../parts/chips.tsx'
import { EditorLink } from '../parts/editor-link.tsx'
import { Table } from '../parts/table.tsx'
import { Part, View } from '../parts/view.tsx'
import { toHash } from '../use-location.ts'
import { SubjectField } from './subject-field.tsx'

/** What is there at a glance, and what is wrong first. */
export function OverviewView({ go }: ViewProps): VNode {
  const { inspection } = useHost()
  const { host, counts, timings } = inspection
  const [asked, ask] = useState('')
  return (
    <View
      title="Overview"
      about={
        <>
          Vite {host.vite}, Plugwright {host.plugwright}; pages live below <code>{host.routeBase}/</code>
        </>
      }
    >
      <dl class="figures">
        <Figure label="plugins" value={counts.plugins} view="plugins" />
        <Figure label="pages" value={counts.pages} view="routes" />
        <Figure label="blocks" value={counts.blocks} view="slots" />
        <Figure label="shadowed" value={counts.shadowed} view="plugins" tone="warn" />
        {counts.packed > 0 && <Figure label="packed" value={counts.packed} view="plugins" tone="warn" />}
        <Figure label="broken" value={counts.broken} view="plugins" tone="bad" />
      </dl>
      <NeedsAttention />
      <Part title="Why is it not shown?">
        <SubjectField
          value={asked}
          onChange={ask}
          onSubmit={(subject) => go({ view: 'why', subject })}
          isSearch
        />
      </Part>
      <div class="columns">
        <Part title="Roots">
          <Roots />
        </Part>
        <Part title="Timings">
          <dl class="pairs">
            <dt>Discovery</dt>
            <dd>{formatMs(timings.discoveryMs)}</dd>
            <dt>Merge</dt>
            <dd>{formatMs(timings.mergeMs)}</dd>
            <dt>Last update</dt>
            <dd>
              {timings.lastUpdate === undefined
                ? 'none yet'
                : `${formatMs(timings.lastUpdate.durationMs)} at ${new Date(timings.lastUpdate.at).toLocaleTimeString()}`}
            </dd>
          </dl>
        </Part>
      </div>
    </View>
  )
}

function Figure({
  label,
  value,
  view,
  tone,
}: {
  readonly label: string
  readonly value: number
  readonly view: string
  readonly tone?: string
}): VNode {
  return (
    <a class={value > 0 && tone !== undefined ? `figure ${tone}` : 'figure'} href={toHash({ view })}>
      <dt>{value === 1 ? label.replace(/s$/, '') : label}</dt>
      <dd>{value}</dd>
    </a>
  )
}

/** Problems of one place are one line; the rest is in their own view. */
function NeedsAttention(): VNode {
  const { problems } = useHost().inspection
  const serious = problems.flatMap((problem, index) =>
    problem.severity === 'info' ? [] : [{ problem, index }],
  )
  if (serious.length === 0)
    return <p class="all-good">No problems: every plugin that was found takes part.</p>
  return (
    <Part title="Needs attention" count={serious.length}>
      <ul class="lines">
        {serious.slice(0, 8).map(({ problem, index }) => (
          <li key={index}>
            <SeverityChip severity={problem.severity} />
            <span class="line-text">
              <a href={toHash({ view: 'problems', query: problem.code })}>{problem.message}</a>
            </span>
            {problem.file !== undefined && problem.place !== undefined && (
              <EditorLink
                file={problem.file}
                place={problem.place}
                line={problem.line}
                column={problem.column}
              />
            )}
          </li>
        ))}
      </ul>
      {serious.length > 8 && <a href={toHash({ view: 'problems' })}>All {serious.length} problems</a>}
    </Part>
  )
}

function Roots(): VNode {
  const { roots } = useHost().inspection
  return (
    <Table head={['Folder', 'Source', 'State']}>
      {roots.map(({ dir, place, source, state, plugins }) => (
        <tr key={dir}>
          <td>
            <code title={dir}>{place}</code>
          </td>
          <td>{source}</td>
          <td>{state === 'found' ? countOf(plugins, 'plugin') : <span class="chip warn">{state}</span>}</td>
        </tr>
      ))}
    </Table>
  )
}
