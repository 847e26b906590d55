import { plugwright } from '@plugwright/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

import { createSession } from './server/session.ts'

const session = createSession()

export default defineConfig({
  plugins: [
    react(),
    plugwright({
      roots: ['./plugins', { dir: process.env['DATA_DIR'] ?? './data/plugins', source: 'data' }],
      // Our own plugins have to build; one that a customer dropped into data/ gets a card in its place.
      strict: 'install',
      slots: {
        dashboard: { description: 'Figures on the overview, as cards in a grid.' },
        attention: { description: 'Lines of the list "Needs attention" on the overview.' },
      },
      sections: [
        { id: 'sales', label: 'Sales' },
        { id: 'finance', label: 'Finance' },
        { id: 'operations', label: 'Operations' },
      ],
      backend: { access: session.access },
    }),
    session.plugin,
  ],
  server: { port: 5173 },
  preview: { port: 4173 },
})
