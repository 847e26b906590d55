import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'vite',
    include: ['src/**/*.test.{ts,tsx}'],
    isolate: false,
    // Servers, builds and watchers beside all other projects.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 10_000 } },
  },
})
