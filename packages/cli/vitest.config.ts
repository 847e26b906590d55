import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    name: 'cli',
    include: ['src/**/*.test.{ts,tsx}'],
    // Not the cache of who runs the tests.
    env: { XDG_CACHE_HOME: join(import.meta.dirname, '.plugwright/cache') },
  },
})
