import { createNavLinks, type NavLinkSection } from '@plugwright/runtime/adapter'
import { useMemo } from 'react'
import { useHostSettings, useRegistrySnapshot } from './host-settings.ts'
import { useLink } from './use-link.ts'

/** The visible navigation, ready to be drawn. An entry that stays the same is the same object. */
export function usePluginNav(): readonly NavLinkSection[] {
  const { nav } = useRegistrySnapshot()
  const { pathname, locale } = useHostSettings()
  const link = useLink()
  const toNavLinks = useMemo(() => createNavLinks({ locale, link }), [locale, link])
  return useMemo(() => toNavLinks(nav, pathname), [toNavLinks, nav, pathname])
}
