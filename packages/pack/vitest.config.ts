import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'pack',
    include: ['src/**/*.test.{ts,tsx}'],
    isolate: false,
    // Some write large packages, beside all other projects.
    testTimeout: 30_000,
  },
})
