import { expect, test } from 'vitest'
import { createRegistry } from './create-registry.ts'
import { createHotPlugin, type HotPlugin } from './hot.ts'
import type { LoadedPage, PageState } from './page-match.ts'
import type { MountFunction } from './plugin-context.ts'
import type { ModuleAdapter, MountAdapter, PluginModule } from './registry-data.ts'
import type { HostFramework, Registry } from './registry.ts'

const neverLoaded = (): Promise<never> => Promise.reject(new Error('not to be loaded'))
const leaveEmpty: MountFunction = () => undefined

const Report = { name: 'Report' }
const Updated = { name: 'Updated' }

/** Makes a mount function that remembers its component. */
const vueAdapter: MountAdapter = {
  toMount: (namespace) => ({
    mount: Object.assign(() => undefined, { shows: (namespace as { default: unknown }).default }),
  }),
}

test('a component of another framework comes as a mount function, with its adapter', async () => {
  const loads: string[] = []
  const registry = registryOf({
    page: async () => {
      loads.push('page')
      return { default: Report }
    },
    adapter: {
      framework: 'vue',
      load: async () => {
        loads.push('adapter')
        return vueAdapter
      },
    },
  })
  const page = await open(registry, 'react')
  expect([page.kind, shownBy(page)]).toEqual(['mount', Report])
  expect(loads.toSorted()).toEqual(['adapter', 'page'])
  // The same function as long as the module is the same: another one would mount again.
  const again = await open(registry, 'react')
  expect('mount' in again && again.mount).toBe('mount' in page && page.mount)
})

test('in a host of its own framework it comes as it is, and no adapter is fetched', async () => {
  const registry = registryOf({
    page: async () => ({ default: Report }),
    adapter: { framework: 'vue', load: neverLoaded },
  })
  expect(await open(registry, 'vue')).toMatchObject({ kind: 'component', component: Report })
})

test('a page of plain DOM needs no adapter, whatever its plugin is written in', async () => {
  const registry = registryOf({ page: async () => ({ mount: leaveEmpty }), adapter: vue() })
  expect(await open(registry, 'react')).toMatchObject({ kind: 'mount', mount: leaveEmpty })
})

test('updated modules go through the adapter, too', async () => {
  const hot = createHotPlugin({})
  const registry = registryOf({ page: async () => ({ default: Report }), adapter: vue(), hot })
  await open(registry, 'react')
  hot.update('report.vue', { default: Updated })
  const page = registry.peekPage('/plugins/crm')
  expect(page).toMatchObject({ kind: 'mount', revision: 2 })
  expect(shownBy(page)).toBe(Updated)
})

test('an adapter that is missing or does not load is a failure of the page', async () => {
  const problem = { code: 'VITE_ADAPTER_MISSING', message: 'It needs @plugwright/vue.', hint: 'install it.' }
  const missing = registryOf({ page: neverLoaded, adapter: { framework: 'vue', problem } })
  expect(await open(missing, 'react')).toMatchObject({
    kind: 'failed',
    module: 'report.vue',
    problems: [{ ...problem, plugin: 'crm', file: 'report.vue' }],
  })

  let isDown = true
  const adapter: ModuleAdapter = {
    framework: 'vue',
    load: async () => (isDown ? Promise.reject(new Error('offline')) : vueAdapter),
  }
  const registry = registryOf({ page: async () => ({ default: Report }), adapter })
  expect(await open(registry, 'react')).toMatchObject({ kind: 'failed', reason: 'offline' })
  isDown = false
  registry.retry('crm')
  expect(await open(registry, 'react')).toMatchObject({ kind: 'mount' })
})

/** What the mount function of {@link vueAdapter} remembers. */
function shownBy(page: PageState): unknown {
  return 'mount' in page ? (page.mount as { readonly shows?: unknown }).shows : undefined
}

function vue(): ModuleAdapter {
  return { framework: 'vue', load: async () => vueAdapter }
}

function registryOf({
  page,
  adapter,
  hot,
}: {
  readonly page: () => Promise<unknown>
  readonly adapter: ModuleAdapter
  readonly hot?: HotPlugin
}): Registry {
  const module: PluginModule = {
    pages: [{ module: 'report.vue', path: '/', load: page }],
    adapters: { 'report.vue': adapter },
    ...(hot && { hot }),
  }
  return createRegistry({
    routeBase: '/plugins',
    plugins: [{ name: 'crm', version: '1.0.0', load: async () => module }],
    problems: [],
  })
}

async function open(registry: Registry, framework: HostFramework): Promise<LoadedPage> {
  const match = await registry.matchPage('/plugins/crm')
  if (match.kind !== 'page') throw new Error(`The page is ${match.kind}.`)
  return registry.loadPage(match, { framework })
}
