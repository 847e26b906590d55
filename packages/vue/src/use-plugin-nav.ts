import { createLink, createNavLinks, type NavLinkSection } from '@plugwright/runtime/adapter'
import { computed, type ComputedRef } from 'vue'
import { useHost } from './host-settings.ts'

/** The visible navigation, ready to be drawn. An entry that stays the same is the same object. */
export function usePluginNav(): ComputedRef<readonly NavLinkSection[]> {
  const { settings, snapshot } = useHost()
  // One by one: the settings are another object at each place of the host.
  const base = computed(() => settings.value.base)
  const navigate = computed(() => settings.value.navigate)
  const locale = computed(() => settings.value.locale)
  const toNavLinks = computed(() =>
    createNavLinks({
      locale: locale.value,
      link: createLink({ base: base.value, navigate: navigate.value }),
    }),
  )
  const nav = computed(() => snapshot.value.nav)
  return computed(() => toNavLinks.value(nav.value, settings.value.pathname))
}
