import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'test',
    include: ['**/*.test.ts'],
    exclude: ['browser/**', '**/node_modules/**'],
    isolate: false,
    testTimeout: 60_000,
  },
})
