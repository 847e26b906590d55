import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { name: 'pack', include: ['src/**/*.test.{ts,tsx}'] } })
