import type { NavLink, NavLinkSection } from '@plugwright/runtime/adapter'
import { useId, type ReactElement, type ReactNode } from 'react'
import { usePluginNav } from './use-plugin-nav.ts'

/** Props of {@link PluginNav}. */
export interface PluginNavProps {
  /** Accessible name of the landmark. Default `Plugins`. */
  readonly label?: string
  /** An own look: gets the visible sections, replaces the default markup. */
  readonly children?: (sections: readonly NavLinkSection[]) => ReactNode
}

/** The visible nav entries of all plugins, as nested lists by section. */
export function PluginNav({ label = 'Plugins', children }: PluginNavProps): ReactElement {
  const sections = usePluginNav()
  return (
    <nav className="plugwright-nav" aria-label={label}>
      {children === undefined
        ? sections.map((section) => <Section key={section.id ?? ''} section={section} />)
        : children(sections)}
    </nav>
  )
}

function Section({ section }: { readonly section: NavLinkSection }): ReactElement {
  const id = useId()
  if (section.label === undefined) return <Links links={section.links} />
  return (
    <div role="group" aria-labelledby={id} data-plugwright-section={section.id}>
      <p id={id}>{section.label}</p>
      <Links links={section.links} />
    </div>
  )
}

function Links({ links }: { readonly links: readonly NavLink[] }): ReactElement {
  return (
    <ul>
      {links.map((link) => (
        <li key={link.key}>
          {link.props === undefined ? <span>{link.label}</span> : <a {...link.props}>{link.label}</a>}
          {link.children.length > 0 && <Links links={link.children} />}
        </li>
      ))}
    </ul>
  )
}
