import { usePlugins } from '@plugwright/react'
import { resolveText } from '@plugwright/runtime'
import type { ProblemRecord } from '@plugwright/runtime'
import { useEffect } from 'react'
import type { ReactElement } from 'react'

import { Icon } from '../layout/icon.tsx'
import { toPluginRows } from './plugin-rows.ts'
import type { PluginRow } from './plugin-rows.ts'

/** Every plugin the host has found, what became of it, and why. */
export function Administration(): ReactElement {
  const rows = toPluginRows(usePlugins())
  const withProblems = rows.filter(({ problems }) => problems.length > 0).length

  useEffect(() => {
    document.title = 'Plugins · Atrium'
  }, [])

  return (
    <div className="ui-page">
      <header className="ui-page-header">
        <div>
          <h1 data-testid="page-heading">Plugins</h1>
          <p className="ui-lead" data-testid="admin-summary">
            {rows.length} found, {withProblems === 0 ? 'none with problems' : `${withProblems} with problems`}
          </p>
        </div>
      </header>
      <div className="ui-card ui-scroll">
        <table className="ui-table plugin-table">
          <thead>
            <tr>
              <th scope="col">Plugin</th>
              <th scope="col">Status</th>
              <th scope="col">Version</th>
              <th scope="col">Source</th>
            </tr>
          </thead>
          {rows.map((row) => (
            <PluginRows key={row.key} row={row} />
          ))}
        </table>
      </div>
    </div>
  )
}

function PluginRows({ row }: { row: PluginRow }): ReactElement {
  return (
    <tbody data-testid="admin-plugin" data-plugin={row.name} data-status={row.status}>
      <tr>
        <th scope="row">
          <div className="plugin-name">
            <span className="plugin-icon">
              <Icon name={row.icon ?? 'puzzle'} />
            </span>
            <span>
              {resolveText(row.displayName, 'en')}
              <span className="ui-muted ui-mono">{row.name}</span>
            </span>
          </div>
        </th>
        <td>
          <span className="ui-badge" data-tone={tones[row.status]}>
            {row.status === 'idle' ? 'ready' : row.status}
          </span>
        </td>
        <td className="ui-mono">{row.version ?? '–'}</td>
        <td>{row.source ?? '–'}</td>
      </tr>
      {row.problems.length > 0 && (
        <tr>
          <td colSpan={4} className="plugin-problems">
            {row.problems.map((problem, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- two problems may be equal in all they say
              <Problem key={index} problem={problem} />
            ))}
          </td>
        </tr>
      )}
    </tbody>
  )
}

const tones: Record<PluginRow['status'], string> = {
  active: 'positive',
  idle: 'positive',
  loading: 'info',
  degraded: 'warning',
  shadowed: 'warning',
  disabled: 'neutral',
  blocked: 'warning',
  failed: 'negative',
  invalid: 'negative',
  'not-installed': 'neutral',
}

function Problem({ problem }: { problem: ProblemRecord }): ReactElement {
  const { code, message, severity = 'error', frame, hint } = problem
  return (
    <div
      className="plugin-problem"
      data-testid="admin-problem"
      data-code={code}
      data-tone={severity === 'error' ? 'negative' : severity}
    >
      <p>
        <code>{code}</code> {message}
      </p>
      <Place problem={problem} />
      {frame !== undefined && <pre>{frame}</pre>}
      {hint !== undefined && <p className="ui-muted">Hint: {hint}</p>}
    </div>
  )
}

/** In development: file, line and column, from the plugin's folder on. */
function Place({ problem: { plugin, file, line, column } }: { problem: ProblemRecord }): ReactElement | null {
  if (file === undefined) return null
  const inPlugin = file.slice(file.lastIndexOf(`/${plugin}/`) + 1)
  return (
    <p className="ui-muted ui-mono">
      {[inPlugin, line, column].filter((part) => part !== undefined).join(':')}
    </p>
  )
}
