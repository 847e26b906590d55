import type { ReactElement, ReactNode } from 'react'
import { useHostSettings } from './host-settings.ts'
import { PageView } from './page-view.tsx'
import { usePageState } from './use-page-state.ts'

/** Props of {@link PluginOutlet}. */
export interface PluginOutletProps {
  /** Address of the host to show, without the provider's `base`. Default: the provider's. */
  readonly pathname?: string
  /** Its query. Default: none with `pathname`, else the provider's. */
  readonly search?: string
  /** What to show at `routeBase` itself. Default: the navigation. */
  readonly index?: ReactNode
}

/** Where plugin pages appear. Nothing outside of `routeBase`. */
export function PluginOutlet(props: PluginOutletProps): ReactElement | null {
  const host = useHostSettings()
  const { pathname = host.pathname, search = props.pathname === undefined ? host.search : '' } = props
  return <PageView state={usePageState(pathname)} search={search} index={props.index} />
}
