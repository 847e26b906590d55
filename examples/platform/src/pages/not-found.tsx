import type { ReactElement } from 'react'
import { Link, useLocation } from 'react-router'

/** An address that is neither the host's nor a plugin's. */
export function NotFound(): ReactElement {
  const { pathname } = useLocation()
  return (
    <div className="ui-page">
      <header className="ui-page-header">
        <div>
          <h1 data-testid="page-heading">Nothing here</h1>
          <p className="ui-lead">
            There is no page at <span className="ui-mono">{pathname}</span>.
          </p>
        </div>
      </header>
      <Link className="ui-button" to="/">
        Back to the overview
      </Link>
    </div>
  )
}
