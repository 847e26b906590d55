import type { NavLink, NavLinkSection } from '@plugwright/runtime/adapter'
import { defineComponent, h, useId, type DefineSetupFnComponent, type SlotsType, type VNode } from 'vue'
import { usePluginNav } from './use-plugin-nav.ts'

/** Props of {@link PluginNav}. */
export interface PluginNavProps {
  /** Accessible name of the landmark. Default `Plugins`. */
  readonly label?: string
}

/** Slots of {@link PluginNav}. */
export type PluginNavSlots = SlotsType<{
  /** An own look: gets the visible sections, replaces the default markup. */
  default?: { readonly sections: readonly NavLinkSection[] }
}>

/** The visible nav entries of all plugins, as nested lists by section. */
export const PluginNav: DefineSetupFnComponent<PluginNavProps, {}, PluginNavSlots> = defineComponent(
  (props: PluginNavProps, { slots }) => {
    const sections = usePluginNav()
    const id = useId()
    return () =>
      h(
        'nav',
        { class: 'plugwright-nav', 'aria-label': props.label ?? 'Plugins' },
        slots.default?.({ sections: sections.value }) ??
          sections.value.map((section, index) => drawSection(section, `${id}-${index}`)),
      )
  },
  { name: 'PluginNav', props: ['label'] },
)

function drawSection({ id: key, label, links }: NavLinkSection, id: string): VNode {
  if (label === undefined) return drawLinks(links)
  return h('div', { key: key ?? '', role: 'group', 'aria-labelledby': id, 'data-plugwright-section': key }, [
    h('p', { id }, label),
    drawLinks(links),
  ])
}

function drawLinks(links: readonly NavLink[]): VNode {
  return h(
    'ul',
    links.map(({ key, props, label, children }) =>
      h('li', { key }, [
        props === undefined ? h('span', label) : h('a', props, label),
        ...(children.length > 0 ? [drawLinks(children)] : []),
      ]),
    ),
  )
}
