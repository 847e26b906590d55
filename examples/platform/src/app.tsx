import { PluginProvider } from '@plugwright/react'
import { PluginRoutes } from '@plugwright/react/react-router'
import type { ReactElement } from 'react'
import { Route, Routes, useNavigate } from 'react-router'
import { registry } from 'virtual:plugwright'

import { Shell } from './layout/shell.tsx'
import { Administration } from './pages/administration.tsx'
import { NotFound } from './pages/not-found.tsx'
import { Overview } from './pages/overview.tsx'

/** The whole host: its own two pages, and one route for the pages of all plugins. */
export function App(): ReactElement {
  const navigate = useNavigate()
  return (
    <PluginProvider registry={registry} navigate={(href) => void navigate(href)} locale="en">
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<Overview />} />
          <Route path="plugins/*" element={<PluginRoutes />} />
          <Route path="administration" element={<Administration />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </PluginProvider>
  )
}
