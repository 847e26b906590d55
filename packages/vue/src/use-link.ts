import { createLink, type InternalLink } from '@plugwright/runtime/adapter'
import { useHost } from './host-settings.ts'

/** Gives a function from an address of the host to the props of a link: `<a v-bind="link('/plugins/crm')">`. */
export function useLink(): (href: string) => InternalLink {
  const { settings } = useHost()
  return (href) => createLink(settings.value)(href)
}
