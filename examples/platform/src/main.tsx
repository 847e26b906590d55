import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { registry } from 'virtual:plugwright'

import { startSession } from './access/session.ts'
import { SessionContext } from './access/use-session.ts'
import { App } from './app.tsx'
import './styles/index.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no element with the id "root".')

const session = startSession(registry)

createRoot(root).render(
  <StrictMode>
    <SessionContext value={session}>
      <BrowserRouter basename={import.meta.env.BASE_URL}>
        <App />
      </BrowserRouter>
    </SessionContext>
  </StrictMode>,
)
