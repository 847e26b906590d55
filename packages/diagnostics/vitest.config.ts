import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'diagnostics', include: ['src/**/*.test.{ts,tsx}'], isolate: false },
})
