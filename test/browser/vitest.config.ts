import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'browser',
    include: ['**/*.test.ts', '**/*.spec.ts'],
    // Two apps at a time, each with a Chromium and a server; after the other projects, so that nothing else competes with them.
    maxWorkers: 2,
    isolate: false,
    sequence: { groupOrder: 1 },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 10_000, interval: 50 } },
  },
})
