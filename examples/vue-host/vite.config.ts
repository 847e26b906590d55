import { plugwright } from '@plugwright/vite'
import react from '@vitejs/plugin-react'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [
    vue(),
    // For the pages of plugins that are written in React.
    react(),
    plugwright({ slots: { dashboard: { description: 'Cards on the start page.' } } }),
  ],
})
