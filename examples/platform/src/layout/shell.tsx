import { useEffect, useState } from 'react'
import type { ReactElement } from 'react'
import { Outlet, useLocation } from 'react-router'

import { Drawer } from './drawer.tsx'
import { Icon } from './icon.tsx'
import { RoleSwitch } from './role-switch.tsx'
import { ScratchCounter } from './scratch-counter.tsx'
import { Sidebar } from './sidebar.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** The frame around every page. */
export function Shell(): ReactElement {
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const { pathname, hash } = useLocation()
  const address = pathname + hash

  useEffect(() => {
    if (!address.includes('#')) window.scrollTo(0, 0)
  }, [address])

  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <Sidebar />
      <div className="main-column">
        <header className="top-bar">
          <button
            type="button"
            className="icon-button menu-button"
            data-testid="menu-button"
            aria-label="Open navigation"
            onClick={() => setDrawerOpen(true)}
          >
            <Icon name="menu" />
          </button>
          <ScratchCounter />
          <RoleSwitch />
          <ThemeSwitch />
        </header>
        <main id="content" className="content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      {isDrawerOpen && <Drawer onClose={() => setDrawerOpen(false)} />}
    </div>
  )
}
