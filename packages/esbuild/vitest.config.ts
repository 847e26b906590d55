import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { name: 'esbuild', include: ['src/**/*.test.{ts,tsx}'], isolate: false },
})
