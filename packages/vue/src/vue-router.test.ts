// @vitest-environment happy-dom
import { createRegistry, type PageRecord, type Registry } from '@plugwright/runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, defineComponent, h, ref, type App } from 'vue'
import {
  createMemoryHistory,
  createRouter,
  RouterLink,
  RouterView,
  useRoute,
  type RouteRecordRaw,
} from 'vue-router'
import { usePage } from './module-context.ts'
import { PluginNav } from './plugin-nav.ts'
import { pluginRoute, PluginRoutes, RouterPluginProvider } from './vue-router.ts'

let element: HTMLElement
let app: App | undefined
beforeEach(() => {
  element = document.createElement('div')
  document.body.append(element)
})
afterEach(() => {
  app?.unmount()
  element.remove()
})

const Customer = defineComponent(() => {
  const route = useRoute()
  const page = usePage()
  const count = ref(0)
  return () => [
    h('output', `${String(route.params['id'])} ${page.params['id']} ${count.value}`),
    h('button', { 'data-count': '', onClick: () => count.value++ }),
    h('button', { 'data-files': '', onClick: () => page.navigate('/files/a/b?x=1#y') }),
    h(RouterLink, { to: '../customers/43' }, () => 'next'),
    h(RouterLink, { to: '/plugins' }, () => 'all'),
  ]
})

const Files = defineComponent(() => {
  const route = useRoute()
  const page = usePage()
  return () => h('output', `${String(route.params['*'])} ${page.query.get('x')} ${String(route.query['x'])}`)
})

const pages: readonly PageRecord[] = [
  { module: 'customer.vue', path: '/customers/:id', load: async () => ({ default: Customer }) },
  { module: 'files.vue', path: '/files/*', load: async () => ({ default: Files }) },
  { module: 'index.vue', path: '/', load: async () => ({ default: () => h('output', 'start') }) },
]

function registryOf(): Registry {
  const nav = [
    { label: 'Start', path: '/crm' },
    { label: 'Customer', path: '/crm/customers/1' },
  ]
  return createRegistry({
    routeBase: '/plugins',
    problems: [],
    plugins: [{ name: 'crm', version: '1.0.0', nav, load: async () => ({ pages }) }],
  })
}

test('useRoute, RouterLink and navigate work in pages, and parameters change without a new mount', async () => {
  await show('/plugins/crm/customers/42')
  await until('42 42 0')
  click('[data-count]')
  expect(links()).toEqual(['/plugins/crm/customers/43', '/plugins'])
  click('main a')
  await until('43 43 1')
  click('[data-files]')
  await until('a/b 1 1')
})

test('below a base path', async () => {
  await show('/plugins/crm/customers/42', { base: '/app/' })
  await until('42 42 0')
  expect(links()).toEqual(['/app/plugins/crm/customers/43', '/app/plugins'])
  expect([...element.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual([
    '/app/plugins/crm',
    '/app/plugins/crm/customers/1',
  ])
  click('nav a')
  await until('start')
})

test('the host keeps routeBase itself', async () => {
  const route: RouteRecordRaw = {
    path: '/plugins/:pathMatch(.*)*',
    component: defineComponent(
      () => () => h(PluginRoutes, null, { index: () => h('output', 'the host’s index') }),
    ),
  }
  await show('/plugins/crm/customers/42', { route })
  await until('42 42 0')
  click('a[href="/plugins"]')
  await until('the host’s index')
})

test('an unknown plugin is a card', async () => {
  await show('/plugins/nobody')
  expect(element.querySelector<HTMLElement>('[data-plugwright-card]')?.dataset['plugwrightCard']).toBe(
    'not-installed',
  )
})

async function show(address: string, { route = pluginRoute(), base = '/' } = {}): Promise<void> {
  const registry = registryOf()
  const router = createRouter({ history: createMemoryHistory(base), routes: [route] })
  await router.push(address)
  app = createApp(() => h(RouterPluginProvider, { registry }, () => [h(PluginNav), h('main', h(RouterView))]))
  app.use(router).mount(element)
}

function links(): (string | null)[] {
  return [...element.querySelectorAll('main a')].map((link) => link.getAttribute('href'))
}

function click(selector: string): void {
  element.querySelector<HTMLElement>(selector)?.click()
}

function until(text: string): Promise<void> {
  return vi.waitFor(() => expect(element.querySelector('output')?.textContent).toBe(text))
}
