import { toNavLinks, type NavLinkSection } from '@plugwright/runtime/adapter'
import { computed, type ComputedRef } from 'vue'
import { useHost } from './host-settings.ts'
import { useLink } from './use-link.ts'

/** The visible navigation, ready to be drawn. */
export function usePluginNav(): ComputedRef<readonly NavLinkSection[]> {
  const { settings, snapshot } = useHost()
  const link = useLink()
  return computed(() => {
    const { pathname, locale } = settings.value
    return toNavLinks(snapshot.value.nav, { pathname, locale, link })
  })
}
