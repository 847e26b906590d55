import { toNavLinks, type NavLinkSection } from '@plugwright/runtime/adapter'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'
import { useLink } from './use-link.ts'

/** The visible navigation, ready to be drawn. */
export function usePluginNav(): readonly NavLinkSection[] {
  const { nav } = useRegistrySnapshot()
  const { pathname, locale } = useHostSettings()
  return toNavLinks(nav, { pathname, locale, link: useLink() })
}
