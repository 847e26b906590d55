import { resolveText } from '@plugwright/runtime'
import type { NavItem } from '@plugwright/runtime'
import type { ReactElement } from 'react'
import { Link, NavLink } from 'react-router'

import { usePlugins } from '../use-plugins.ts'
import { Icon } from './icon.tsx'

/** The host's own entries, and between them those of the plugins by section. */
export function Sidebar(): ReactElement {
  const { nav } = usePlugins()
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
      {nav.map(({ id = '', label, items }) => (
        <section key={id} className="nav-section" data-section={id}>
          {label !== undefined && <h2 className="nav-section-label">{resolveText(label, 'en')}</h2>}
          <NavItems items={items} />
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

function NavItems({ items }: { items: readonly NavItem[] }): ReactElement {
  return (
    <ul className="nav-list">
      {items.map((item) => (
        <li key={item.key}>
          <NavEntry item={item} />
          {item.children.length > 0 && <NavItems items={item.children} />}
        </li>
      ))}
    </ul>
  )
}

function NavEntry({ item: { href, external, icon, label, plugin } }: { item: NavItem }): ReactElement {
  const content = (
    <>
      <Icon name={icon} />
      {resolveText(label, 'en')}
    </>
  )
  if (href === undefined) return <span className="nav-link">{content}</span>
  if (external) {
    return (
      <a className="nav-link" href={href} data-testid="nav-item" data-plugin={plugin}>
        {content}
      </a>
    )
  }
  return (
    <NavLink className="nav-link" to={href} data-testid="nav-item" data-plugin={plugin}>
      {content}
    </NavLink>
  )
}
