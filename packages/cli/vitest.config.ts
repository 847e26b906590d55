import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'cli',
    include: ['src/**/*.test.{ts,tsx}'],
    isolate: false,
    // Some start processes, beside all other projects.
    testTimeout: 30_000,
    // Not the cache of who runs the tests.
    env: { XDG_CACHE_HOME: join(import.meta.dirname, '.plugwright/cache') },
  },
})
