import { PluginRoutes, RouterPluginProvider } from '@plugwright/react/react-router'
import type { ReactElement } from 'react'
import { Route, Routes } from 'react-router'
import { registry } from 'virtual:plugwright'

import { useSession } from './access/use-session.ts'
import { Shell } from './layout/shell.tsx'
import { Administration } from './pages/administration.tsx'
import { NotFound } from './pages/not-found.tsx'
import { Overview } from './pages/overview.tsx'

/** The whole host: its own two pages, and one route for the pages of all plugins. */
export function App(): ReactElement | null {
  // A page that is allowed should not flash "not open to you" first.
  if (useSession().status === 'loading') return null
  return (
    <RouterPluginProvider registry={registry} locale="en">
      <Routes>
        <Route element={<Shell />}>
          <Route index element={<Overview />} />
          <Route path="plugins/*" element={<PluginRoutes />} />
          <Route path="administration" element={<Administration />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </RouterPluginProvider>
  )
}
