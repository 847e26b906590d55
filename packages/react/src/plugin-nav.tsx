import type { Registry } from '@plugwright/runtime'
import type { NavLink, NavLinkSection } from '@plugwright/runtime/adapter'
import { memo, useId, useMemo, type ReactElement, type ReactNode } from 'react'
import { useRegistry } from './host-settings.ts'
import { ModuleBoundary } from './module-boundary.tsx'
import { usePluginNav } from './use-plugin-nav.ts'

/** Props of {@link PluginNav}. */
export interface PluginNavProps {
  /** Accessible name of the landmark. Default `Plugins`. */
  readonly label?: string
  /** An own look: gets the visible sections, replaces the default markup. */
  readonly children?: (sections: readonly NavLinkSection[]) => ReactNode
  /**
   * What stands in each entry, with its icon for example. Default: its label. An entry that throws shows its label and a
   * button for another try; the others stay as they are.
   */
  readonly renderEntry?: (link: NavLink) => ReactNode
}

type RenderEntry = NonNullable<PluginNavProps['renderEntry']>

/** The visible nav entries of all plugins, as nested lists by section. */
export function PluginNav({
  label = 'Plugins',
  children,
  renderEntry = toLabel,
}: PluginNavProps): ReactElement {
  const sections = usePluginNav()
  return (
    <nav className="plugwright-nav" aria-label={label}>
      {children === undefined
        ? sections.map((section) => (
            <Section key={section.id ?? ''} section={section} renderEntry={renderEntry} />
          ))
        : children(sections)}
    </nav>
  )
}

function toLabel({ label }: NavLink): ReactNode {
  return label
}

/** Drawn again for other entries, not for every change of the registry. */
const Section = memo(function Section({
  section,
  renderEntry,
}: {
  readonly section: NavLinkSection
  readonly renderEntry: RenderEntry
}): ReactElement {
  const id = useId()
  const links = <Links links={section.links} renderEntry={renderEntry} />
  if (section.label === undefined) return links
  return (
    <div role="group" aria-labelledby={id} data-plugwright-section={section.id}>
      <p id={id}>{section.label}</p>
      {links}
    </div>
  )
})

function Links({
  links,
  renderEntry,
}: {
  readonly links: readonly NavLink[]
  readonly renderEntry: RenderEntry
}): ReactElement {
  const registry = useRegistry()
  const toItem = useMemo(() => createItems({ registry, renderEntry }), [registry, renderEntry])
  return <ul>{links.map(toItem)}</ul>
}

/** React leaves an element alone that it has got before; to make hundreds of new ones takes longer than all the rest. */
function createItems(props: Omit<ItemProps, 'link'>): (link: NavLink) => ReactElement {
  const known = new WeakMap<NavLink, ReactElement>()
  return (link) => {
    const item = known.get(link) ?? <Item key={link.key} link={link} {...props} />
    known.set(link, item)
    return item
  }
}

interface ItemProps {
  readonly link: NavLink
  readonly registry: Registry
  readonly renderEntry: RenderEntry
}

function Item({ link, registry, renderEntry }: ItemProps): ReactElement {
  return (
    <li>
      <ModuleBoundary
        registry={registry}
        plugin={link.plugin}
        module="plugin.yaml"
        renderFailure={(failure) => (
          <>
            <Entry link={link} renderEntry={toLabel} />
            <button
              type="button"
              aria-label={`Try again: ${link.label}`}
              title={failure.reason}
              onClick={() => failure.retry()}
            >
              ↻
            </button>
          </>
        )}
      >
        <Entry link={link} renderEntry={renderEntry} />
      </ModuleBoundary>
      {link.children.length > 0 && <Links links={link.children} renderEntry={renderEntry} />}
    </li>
  )
}

function Entry({
  link,
  renderEntry,
}: {
  readonly link: NavLink
  readonly renderEntry: RenderEntry
}): ReactElement {
  const content = renderEntry(link)
  return link.props === undefined ? <span>{content}</span> : <a {...link.props}>{content}</a>
}
