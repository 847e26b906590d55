import { parseManifest, resolveManifest } from '@plugwright/manifest'
import { expect, test } from 'vitest'
import { findForeignModules } from './frameworks.ts'
import type { Framework, ForeignModules } from './frameworks.ts'
import { formatPluginModule } from './plugin-module.ts'
import type { MergedPlugin } from './registry-records.ts'

const MODULES = [
  'frontend/src/pages/customers.tsx',
  'frontend/src/pages/report.vue',
  'frontend/src/pages/tree.svelte',
  'frontend/src/blocks/dashboard/total.vue',
]

test('a host of one framework knows nothing of it: not one byte for its own pages', () => {
  const plugin = pluginOf(MODULES.slice(0, 1))
  const { lines, problems } = find(plugin, { installed: ['react'], named: 'react' })
  expect([lines, problems]).toEqual([[], []])
})

test('components of other frameworks name their adapters, by file name', () => {
  const { lines } = find(pluginOf(MODULES), { installed: ['react', 'vue', 'svelte'] })
  expect(lines).toEqual([
    'const vue = { framework: "vue", load: () => import("@plugwright/vue/mount") }',
    'const svelte = { framework: "svelte", load: () => import("@plugwright/svelte/mount") }',
    'export const adapters = { "frontend/src/pages/report.vue": vue, "frontend/src/pages/tree.svelte": svelte, "dashboard/total": vue }',
  ])
})

test.each([
  { host: ['react'], named: 'react', adapter: undefined },
  { host: ['react'], named: undefined, adapter: undefined },
  { host: ['vue', 'svelte'], named: 'vue', adapter: undefined },
  // Both adapters are there, so the host says when it runs which one is its own.
  { host: ['react', 'vue'], named: 'react', adapter: 'react' },
  { host: ['react', 'vue'], named: 'vue', adapter: 'vue' },
  { host: ['react', 'vue'], named: undefined, adapter: undefined },
] as const)('a script of a plugin that names $named, with adapters for $host', ({ host, named, adapter }) => {
  const { lines } = find(pluginOf(MODULES.slice(0, 1)), { installed: host, named })
  expect(lines.at(-1)).toBe(adapter && `export const adapters = { "${MODULES[0]}": ${adapter} }`)
})

test('what has no adapter is a problem, and nothing imports it', () => {
  const plugin = pluginOf(MODULES.slice(0, 2))
  const foreign = find(plugin, { installed: ['react'] })
  expect(foreign.problems).toMatchObject([
    {
      code: 'VITE_ADAPTER_MISSING',
      message: 'The plugin crm has frontend/src/pages/report.vue, which needs @plugwright/vue in this host.',
      hint: 'install it in the host: npm install @plugwright/vue vue @vitejs/plugin-vue',
      file: '/srv/crm/frontend/src/pages/report.vue',
    },
  ])
  expect(foreign.lines.join('\n')).toContain('"problem":{"code":"VITE_ADAPTER_MISSING"')
  for (const dev of [true, false]) {
    const text = formatPluginModule(plugin, { dev, foreign, root: '/srv' })
    expect(text).not.toContain('/srv/crm/frontend/src/pages/report.vue')
    expect(text).toContain('/srv/crm/frontend/src/pages/customers.tsx')
  }
})

test('a host without any of our framework packages shows components itself', () => {
  const foreign = find(pluginOf(MODULES), { installed: [] })
  expect([foreign.lines, foreign.problems]).toEqual([[], []])
})

function find(
  plugin: MergedPlugin,
  { installed, named }: { readonly installed: readonly Framework[]; readonly named?: Framework | undefined },
): ForeignModules {
  const facts = { installed: new Set(installed), namedBy: () => named }
  return findForeignModules(plugin, { facts, dev: false })
}

function pluginOf(modules: readonly string[]): MergedPlugin {
  const { manifest, diagnostics } = resolveManifest(parseManifest('name: crm\nversion: 0.1.0\n'), {
    stat: (path) => (modules.includes(path) ? 'file' : undefined),
    list: (dir) => modules.filter((module) => module.startsWith(`${dir}/`)),
  })
  if (manifest === undefined) throw new Error('The manifest has errors.')
  return {
    name: 'crm',
    version: '0.1.0',
    dir: '/srv/crm',
    realDir: '/srv/crm',
    source: 'install',
    kind: 'source',
    state: 'valid',
    manifestFile: '/srv/crm/plugin.yaml',
    diagnostics,
    rootIndex: 0,
    manifest,
  }
}
