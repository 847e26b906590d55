import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  // Otherwise Svelte is the one for servers.
  resolve: { conditions: ['browser'] },
  test: { name: 'svelte', include: ['src/**/*.test.ts'] },
})
