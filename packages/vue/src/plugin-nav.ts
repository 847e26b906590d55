import type { FailedModule } from '@plugwright/runtime'
import type { NavLink, NavLinkSection } from '@plugwright/runtime/adapter'
import {
  defineComponent,
  h,
  useId,
  type DefineSetupFnComponent,
  type FunctionalComponent,
  type SlotsType,
  type VNode,
} from 'vue'
import { useRegistry } from './host-settings.ts'
import { ModuleBoundary } from './module-boundary.ts'
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
  /**
   * What stands in each entry, with its icon for example. Default: its label. An entry that throws shows its label and a
   * button for another try; the others stay as they are.
   */
  entry?: { readonly link: NavLink }
}>

type DrawEntry = (link: NavLink) => unknown

/** The visible nav entries of all plugins, as nested lists by section. */
export const PluginNav: DefineSetupFnComponent<PluginNavProps, {}, PluginNavSlots> = defineComponent(
  (props: PluginNavProps, { slots }) => {
    const sections = usePluginNav()
    const id = useId()
    return () => {
      // A new one each time: what a slot reads in the render of the host is no reason for an entry to render again.
      const drawEntry: DrawEntry = (link) => slots.entry?.({ link }) ?? link.label
      return h(
        'nav',
        { class: 'plugwright-nav', 'aria-label': props.label ?? 'Plugins' },
        slots.default?.({ sections: sections.value }) ??
          sections.value.map((section, index) => drawSection(section, { id: `${id}-${index}`, drawEntry })),
      )
    }
  },
  { name: 'PluginNav', props: ['label'] },
)

function drawSection(
  { id: key, label, links }: NavLinkSection,
  { id, drawEntry }: { readonly id: string; readonly drawEntry: DrawEntry },
): VNode {
  const list = h(Links, { links, drawEntry })
  if (label === undefined) return list
  return h('div', { key: key ?? '', role: 'group', 'aria-labelledby': id, 'data-plugwright-section': key }, [
    h('p', { id }, label),
    list,
  ])
}

interface LinksProps {
  readonly links: readonly NavLink[]
  readonly drawEntry: DrawEntry
}

const Links: DefineSetupFnComponent<LinksProps> = defineComponent(
  (props: LinksProps) => {
    const registry = useRegistry()
    return () => {
      const { links, drawEntry } = props
      return h(
        'ul',
        links.map((link) =>
          h('li', { key: link.key }, [
            h(
              ModuleBoundary,
              { registry, plugin: link.plugin, module: 'plugin.yaml' },
              {
                default: () => h(Entry, { link, drawEntry }),
                failure: ({ failure }: { readonly failure: FailedModule }) => [
                  h(Entry, { link, drawEntry: ({ label }) => label }),
                  h(
                    'button',
                    {
                      type: 'button',
                      'aria-label': `Try again: ${link.label}`,
                      title: failure.reason,
                      onClick: () => failure.retry(),
                    },
                    '↻',
                  ),
                ],
              },
            ),
            ...(link.children.length > 0 ? [h(Links, { links: link.children, drawEntry })] : []),
          ]),
        ),
      )
    }
  },
  { name: 'PluginNavLinks', props: ['links', 'drawEntry'] },
)

/** A component, so that what throws in it throws inside the boundary. */
const Entry: FunctionalComponent<{ readonly link: NavLink; readonly drawEntry: DrawEntry }> = ({
  link,
  drawEntry,
}) => {
  const content = [drawEntry(link)].flat() as VNode[]
  return link.props === undefined ? h('span', content) : h('a', link.props, content)
}
Entry.props = ['link', 'drawEntry']
