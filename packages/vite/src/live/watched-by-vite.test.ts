import { resolveConfig } from 'vite'
import type { InlineConfig } from 'vite'
import { expect, test } from 'vitest'
import { isWatchedByVite } from './watched-by-vite.ts'

test.each<[folder: string, expected: boolean, config?: InlineConfig]>([
  ['/srv/app/plugins', true],
  ['/srv/app/plugins/crm', true],
  ['/srv/app', false],
  ['/srv/application/plugins', false],
  ['/srv/data/plugins', false],
  ['/srv/app/node_modules/crm', false],
  ['/srv/app/dist', false],
  ['/srv/app/dist/plugins', false],
  ['/srv/app/out/plugins', false, { build: { outDir: 'out' } }],
  ['/srv/app/plugins', false, { server: { watch: { ignored: ['**/plugins/**'] } } }],
  ['/srv/app/plugins', false, { experimental: { bundledDev: true } }],
])('%s: %s', async (folder, expected, more = {}) => {
  const config = await resolveConfig({ configFile: false, root: '/srv/app', ...more }, 'serve')
  expect(isWatchedByVite(folder, config)).toBe(expected)
})
