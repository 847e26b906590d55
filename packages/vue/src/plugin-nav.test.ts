// @vitest-environment happy-dom
import { createRegistry, type NavRecord, type Registry } from '@plugwright/runtime'
import type { NavLink, NavLinkSection } from '@plugwright/runtime/adapter'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createApp, h, nextTick, type App, type VNode } from 'vue'
import { PluginNav, type PluginNavProps } from './plugin-nav.ts'
import { PluginProvider, type PluginProviderProps } from './plugin-provider.ts'

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

test('has the same markup as in a React host', async () => {
  await show({
    locale: 'de',
    nav: [
      { label: 'Start', path: '/crm' },
      { label: { en: 'Customers', de: 'Kunden' }, path: '/crm/customers', section: 'sales' },
      { label: 'Reports', section: 'sales', children: [{ label: 'Monthly', path: '/crm/reports/monthly' }] },
      { label: 'Help', href: 'https://help.test', section: 'sales' },
    ],
  })
  expect(element.innerHTML.replaceAll(/ (?:id|aria-labelledby)="[^"]*"/g, '')).toBe(
    '<nav class="plugwright-nav" aria-label="Plugins"><ul><li><a href="/plugins/crm">Start</a></li></ul>' +
      '<div role="group" data-plugwright-section="sales"><p>Vertrieb</p><ul><li><a href="/plugins/crm/customers">Kunden</a></li>' +
      '<li><span>Reports</span><ul><li><a href="/plugins/crm/reports/monthly">Monthly</a></li></ul></li>' +
      '<li><a href="https://help.test" rel="noreferrer">Help</a></li></ul></div></nav>',
  )
})

test('marks the current entry', async () => {
  await show({
    pathname: '/plugins/crm/customers/42',
    nav: [
      { label: 'Start', path: '/crm' },
      { label: 'Customers', path: '/crm/customers' },
    ],
  })
  const current = [...element.querySelectorAll('[aria-current=page]')]
  expect(current.map(({ textContent }) => textContent)).toEqual(['Customers'])
})

test('navigates on a plain click only, below the base of the host', async () => {
  const visited: string[] = []
  const nav = [{ label: 'Start', path: '/crm' }]
  await show({ base: '/app', navigate: (href) => visited.push(href), nav })
  const link = element.querySelector('a')
  expect(link?.getAttribute('href')).toBe('/app/plugins/crm')
  const click = (init: MouseEventInit): boolean => {
    const event = new MouseEvent('click', { cancelable: true, ...init })
    link?.dispatchEvent(event)
    return event.defaultPrevented
  }
  expect([click({ ctrlKey: true }), visited]).toEqual([false, []])
  expect([click({}), visited]).toEqual([true, ['/plugins/crm']])
})

test('shows what is visible, live', async () => {
  const registry = await show({ nav: [{ label: 'Gated', path: '/crm', permission: 'crm.read' }] })
  expect(element.querySelectorAll('a')).toHaveLength(0)
  registry.setAccess({ can: () => true })
  await nextTick()
  expect(element.textContent).toBe('Gated')
  registry.replace({ routeBase: '/plugins', plugins: [], problems: [] })
  await nextTick()
  expect(element.querySelectorAll('a')).toHaveLength(0)
})

test('takes an own look', async () => {
  await show({ nav: [{ label: 'Start', path: '/crm', icon: 'house' }], label: 'Main' }, ({ sections }) =>
    sections.flatMap(({ links }) => links.map(({ key, icon, props }) => h('a', { key, ...props }, icon))),
  )
  expect(element.querySelector('nav')?.getAttribute('aria-label')).toBe('Main')
  expect(element.querySelector('nav > a')?.outerHTML).toBe('<a href="/plugins/crm">house</a>')
})

test('an entry that throws keeps its link and gets a button, and the others stay as they are', async () => {
  let isBroken = true
  const nav = [
    { label: 'Start', path: '/crm', icon: 'house' },
    { label: 'Odd', path: '/crm/odd', icon: 'no-such-icon' },
  ]
  const registry = await show({ nav }, undefined, ({ link: { icon, label } }) => {
    if (isBroken && icon === 'no-such-icon') throw new Error('There is no such icon.')
    return [`${icon} ${label}`]
  })
  const texts = (): (string | null)[] =>
    [...element.querySelectorAll('a')].map(({ textContent }) => textContent)
  await expect.poll(texts).toEqual(['house Start', 'Odd'])
  const button = element.querySelector('button')
  expect(button?.getAttribute('aria-label')).toBe('Try again: Odd')
  expect(button?.title).toBe('There is no such icon.')
  expect(registry.status('crm').problems.map(({ code }) => code)).toEqual(['RUNTIME_RENDER_FAILED'])

  isBroken = false
  button?.click()
  await nextTick()
  expect(texts()).toEqual(['house Start', 'no-such-icon Odd'])
  expect(element.querySelector('button')).toBeNull()
  expect(registry.status('crm').problems).toEqual([])
})

async function show(
  {
    nav,
    label,
    ...provider
  }: Omit<PluginProviderProps, 'registry'> & PluginNavProps & { readonly nav: readonly NavRecord[] },
  look?: (sections: { readonly sections: readonly NavLinkSection[] }) => VNode[],
  entry?: (slot: { readonly link: NavLink }) => unknown[],
): Promise<Registry> {
  const registry = createRegistry({
    routeBase: '/plugins',
    sections: [{ id: 'sales', label: { en: 'Sales', de: 'Vertrieb' } }],
    plugins: [{ name: 'crm', version: '1.0.0', nav, load: async () => ({ pages: [] }) }],
    problems: [],
  })
  app = createApp(() =>
    h(PluginProvider, { registry, pathname: '/', ...provider }, () =>
      h(
        PluginNav,
        { ...(label !== undefined && { label }) },
        {
          ...(look && { default: look }),
          ...(entry && { entry }),
        },
      ),
    ),
  )
  app.mount(element)
  await nextTick()
  return registry
}
