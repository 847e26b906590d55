import { PluginSlot, usePlugins, useRegistrySnapshot } from '@plugwright/react'
import { useEffect } from 'react'
import type { ReactElement } from 'react'
import { Link } from 'react-router'

import { toPluginRows } from './plugin-rows.ts'

/** The start page: everything on it but the last card comes from plugins. */
export function Overview(): ReactElement {
  useEffect(() => {
    document.title = 'Overview · Atrium'
  }, [])

  return (
    <div className="ui-page">
      <header className="ui-page-header">
        <div>
          <h1 data-testid="page-heading">Overview</h1>
          <p className="ui-lead">Figures as of 20 November 2026</p>
        </div>
      </header>
      <div className="overview">
        <div className="overview-blocks" data-testid="slot-dashboard">
          <PluginSlot name="dashboard" fallback={<p className="ui-notice">No plugin has figures for you.</p>}>
            {(block, content) => (
              <div key={`${block.plugin} ${block.id}`} data-columns={block.size?.w ?? 1}>
                {content}
              </div>
            )}
          </PluginSlot>
        </div>
        <aside className="overview-aside">
          <Attention />
          <Installation />
        </aside>
      </div>
    </div>
  )
}

function Attention(): ReactElement | null {
  const snapshot = useRegistrySnapshot()
  if (snapshot.blocks('attention').length === 0) return null
  return (
    <section className="ui-card" data-testid="slot-attention">
      <h2 className="ui-card-title">Needs attention</h2>
      <PluginSlot name="attention" />
    </section>
  )
}

function Installation(): ReactElement {
  const rows = toPluginRows(usePlugins())
  const troubled = rows.filter(({ problems }) => problems.length > 0).length
  return (
    <section className="ui-card">
      <h2 className="ui-card-title">This installation</h2>
      <dl className="overview-plugins">
        <dt>Plugins</dt>
        <dd>{rows.length}</dd>
        <dt>With problems</dt>
        <dd>{troubled}</dd>
      </dl>
      <Link to="/administration">See all plugins</Link>
    </section>
  )
}
