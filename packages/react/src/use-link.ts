import { createLink, type InternalLink } from '@plugwright/runtime/adapter'
import { useHostSettings } from './host-settings.ts'

/** Gives a function from an address of the host to the props of a link: `<a {...link('/plugins/crm')}>`. */
export function useLink(): (href: string) => InternalLink {
  return createLink(useHostSettings())
}
