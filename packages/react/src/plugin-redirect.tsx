import type { ReactElement } from 'react'
import { Navigate, useLocation } from 'react-router'

/** Props of {@link PluginRedirect}. */
export interface PluginRedirectProps {
  /** What old addresses begin with, below the router's basename: `/crm`. */
  readonly from: string
  /** What takes its place: `/plugins/crm`. */
  readonly to: string
}

/**
 * Leads an old address of a page to the one that it has in its plugin, with everything after `from`, query, hash and state:
 * `<Route path="crm/*" element={<PluginRedirect from="/crm" to="/plugins/crm" />} />`.
 */
export function PluginRedirect({ from, to }: PluginRedirectProps): ReactElement {
  const { pathname, search, hash, state } = useLocation()
  return <Navigate to={{ pathname: to + pathname.slice(from.length), search, hash }} state={state} replace />
}
