import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'browser',
    include: ['**/*.test.ts', '**/*.spec.ts'],
    // One app at a time, with a Chromium and a server; after the other projects, so that nothing else competes with it.
    maxWorkers: 1,
    isolate: false,
    sequence: { groupOrder: 1 },
    // A busy machine may pause a browser or a watcher for seconds. The report names what needed a second try.
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 10_000, interval: 50 } },
  },
})
