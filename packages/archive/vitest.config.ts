import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'archive',
    include: ['src/**/*.test.{ts,tsx}'],
    isolate: false,
    // Some compress megabytes, beside all other projects.
    testTimeout: 30_000,
  },
})
