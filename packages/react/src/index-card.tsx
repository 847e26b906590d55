import type { ReactElement } from 'react'
import { CardFrame } from './card-frame.tsx'
import { PluginNav } from './plugin-nav.tsx'

/** The card of `routeBase` itself where the host shows nothing of its own: what there is to open. */
export function IndexCard(): ReactElement {
  return (
    <CardFrame kind="index" title="Plugins">
      <PluginNav label="All plugins" />
    </CardFrame>
  )
}
