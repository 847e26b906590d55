import { useEffect, useRef } from 'react'
import type { ReactElement } from 'react'
import { Outlet, useLocation } from 'react-router'

import { Drawer } from './drawer.tsx'
import type { DrawerHandle } from './drawer.tsx'
import { Icon } from './icon.tsx'
import { RoleSwitch } from './role-switch.tsx'
import { ScratchCounter } from './scratch-counter.tsx'
import { Sidebar } from './sidebar.tsx'
import { ThemeSwitch } from './theme-switch.tsx'

/** The frame around every page. */
export function Shell(): ReactElement {
  const drawer = useRef<DrawerHandle>(null)
  const { pathname } = useLocation()

  useEffect(() => {
    drawer.current?.close()
    window.scrollTo(0, 0)
  }, [pathname])

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
            onClick={() => drawer.current?.open()}
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
      <Drawer ref={drawer} />
    </div>
  )
}
