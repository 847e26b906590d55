import { usePluginNav } from '@plugwright/react'
import type { NavLink as PluginLink } from '@plugwright/react'
import type { ReactElement } from 'react'
import { Link, NavLink } from 'react-router'

import { Icon } from './icon.tsx'

/** The host's own entries, and between them those of the plugins by section. */
export function Sidebar(): ReactElement {
  const sections = usePluginNav()
  return (
    <nav className="sidebar" aria-label="Main">
      <Link className="brand" to="/">
        <img src={`${import.meta.env.BASE_URL}atrium.svg`} alt="" width={28} height={28} />
        Atrium
      </Link>
      <ul className="nav-list">
        <li>
          <NavLink className="nav-link" to="/" end data-testid="nav-overview">
            <Icon name="layout-dashboard" />
            Overview
          </NavLink>
        </li>
      </ul>
      {sections.map(({ id = '', label, links }) => (
        <section key={id} className="nav-section" data-section={id}>
          {label !== undefined && <h2 className="nav-section-label">{label}</h2>}
          <PluginLinks links={links} />
        </section>
      ))}
      <ul className="nav-list nav-foot">
        <li>
          <NavLink className="nav-link" to="/administration" data-testid="nav-administration">
            <Icon name="puzzle" />
            Plugins
          </NavLink>
        </li>
      </ul>
    </nav>
  )
}

function PluginLinks({ links }: { links: readonly PluginLink[] }): ReactElement {
  return (
    <ul className="nav-list">
      {links.map(({ key, plugin, label, icon, props, children }) => {
        const content = (
          <>
            <Icon name={icon} />
            {label}
          </>
        )
        return (
          <li key={key}>
            {props === undefined ? (
              <span className="nav-link">{content}</span>
            ) : (
              <a className="nav-link" data-testid="nav-item" data-plugin={plugin} {...props}>
                {content}
              </a>
            )}
            {children.length > 0 && <PluginLinks links={children} />}
          </li>
        )
      })}
    </ul>
  )
}
