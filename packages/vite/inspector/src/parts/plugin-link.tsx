import type { VNode } from 'preact'
import { toHash } from '../use-location.ts'

/** The name of a plugin, leading to its details. */
export function PluginLink({
  name,
  isTitle = false,
}: {
  readonly name: string
  readonly isTitle?: boolean
}): VNode {
  return (
    <a class={isTitle ? 'name' : undefined} href={toHash({ view: 'plugins', subject: name })}>
      {name}
    </a>
  )
}
