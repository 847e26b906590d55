// @vitest-environment happy-dom
import { createRegistry, type NavRecord, type Registry, type RegistryData } from '@plugwright/runtime'
import type { NavLink } from '@plugwright/runtime/adapter'
import { act, StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PluginNav, type PluginNavProps } from './plugin-nav.tsx'
import { PluginProvider, type PluginProviderProps } from './plugin-provider.tsx'

let element: HTMLElement
let root: Root
beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  element = document.createElement('div')
  document.body.append(element)
  root = createRoot(element)
})
afterEach(() => {
  act(() => root.unmount())
  element.remove()
  vi.unstubAllGlobals()
})

test('is a landmark with lists by section, in the language of the host', async () => {
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

test.each([
  ['/plugins/crm', ['Start']],
  ['/plugins/crm/', ['Start']],
  ['/plugins/crm/customers/42', ['Customers']],
  ['/plugins/crm/customersx', ['Start']],
  ['/plugins/crm/reports/monthly', ['Monthly']],
  ['/settings', []],
])('at %s the current entry is %j', async (pathname, current) => {
  await show({
    pathname,
    nav: [
      { label: 'Start', path: '/crm' },
      { label: 'Customers', path: '/crm/customers' },
      { label: 'Reports', children: [{ label: 'Monthly', path: '/crm/reports/monthly' }] },
    ],
  })
  expect([...element.querySelectorAll('[aria-current=page]')].map(({ textContent }) => textContent)).toEqual(
    current,
  )
})

test('navigates on a plain click only, below the base of the host', async () => {
  const visited: string[] = []
  await show({
    base: '/app',
    navigate: (href) => visited.push(href),
    nav: [
      { label: 'Start', path: '/crm' },
      { label: 'Out', href: 'https://help.test' },
    ],
  })
  const [inside, outside] = element.querySelectorAll('a')
  expect(inside?.getAttribute('href')).toBe('/app/plugins/crm')
  const click = (link: Element | undefined, init: MouseEventInit = {}): boolean => {
    const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...init })
    // The browser's part of the click is not under test.
    element.addEventListener(
      'click',
      (late) => (late.defaultPrevented ? undefined : late.stopPropagation()),
      { once: true },
    )
    act(() => void link?.dispatchEvent(event))
    return event.defaultPrevented
  }
  expect(click(inside)).toBe(true)
  expect(visited).toEqual(['/plugins/crm'])
  for (const init of [
    { ctrlKey: true },
    { metaKey: true },
    { shiftKey: true },
    { altKey: true },
    { button: 1 },
  ])
    expect(click(inside, init)).toBe(false)
  expect(click(outside)).toBe(false)
  expect(visited).toEqual(['/plugins/crm'])
})

test('shows what is visible, live', async () => {
  const registry = await show({ nav: [{ label: 'Gated', path: '/crm', permission: 'crm.read' }] })
  expect(element.querySelectorAll('a')).toHaveLength(0)
  await act(async () => registry.setAccess({ can: () => true }))
  expect(element.textContent).toBe('Gated')
  await act(async () => registry.replace({ routeBase: '/plugins', plugins: [], problems: [] }))
  expect(element.querySelectorAll('a')).toHaveLength(0)
})

test('takes an own look', async () => {
  await show({
    nav: [{ label: 'Start', path: '/crm', icon: 'house' }],
    label: 'Main',
    children: (sections) =>
      sections.flatMap(({ links }) =>
        links.map(({ key, icon, props }) => (
          <a key={key} {...props}>
            {icon}
          </a>
        )),
      ),
  })
  expect(element.innerHTML).toBe(
    '<nav class="plugwright-nav" aria-label="Main"><a href="/plugins/crm">house</a></nav>',
  )
})

test('an entry that throws keeps its link and gets a button, and the others stay as they are', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
  let isBroken = true
  const registry = await show({
    nav: [
      { label: 'Start', path: '/crm', icon: 'house' },
      { label: 'Odd', path: '/crm/odd', icon: 'no-such-icon' },
    ],
    renderEntry({ icon, label }) {
      if (isBroken && icon === 'no-such-icon') throw new Error('There is no such icon.')
      return `${icon} ${label}`
    },
  })
  const texts = (): (string | null)[] =>
    [...element.querySelectorAll('a')].map(({ textContent }) => textContent)
  expect(texts()).toEqual(['house Start', 'Odd'])
  const button = element.querySelector('button')
  expect(button?.getAttribute('aria-label')).toBe('Try again: Odd')
  expect(button?.title).toBe('There is no such icon.')
  expect(registry.status('crm').problems.map(({ code }) => code)).toEqual(['RUNTIME_RENDER_FAILED'])

  isBroken = false
  act(() => button?.click())
  expect(texts()).toEqual(['house Start', 'no-such-icon Odd'])
  expect(element.querySelector('button')).toBeNull()
  expect(registry.status('crm').problems).toEqual([])
  logged.mockRestore()
})

test('draws again what changed, and nothing for a page that loads', async () => {
  const drawn: string[] = []
  const shown = {
    nav: toNav('Start', 'Customers'),
    renderEntry({ label }: NavLink): string {
      drawn.push(label)
      return label
    },
  }
  const registry = await show(shown)
  drawn.length = 0
  await act(async () => registry.replace(toData(toNav('Start', 'Clients'))))
  expect(new Set(drawn)).toEqual(new Set(['Clients']))
  expect(element.textContent).toBe('StartBelowClientsBelow')

  drawn.length = 0
  await act(async () => void (await registry.matchPage('/plugins/crm')))
  await act(async () => registry.setAccess({ can: () => true }))
  expect(drawn).toEqual([])
})

test('another place is another current entry, and no reason to draw the others', async () => {
  const drawn: string[] = []
  const shown = {
    nav: ['Start', 'Customers', 'Deals'].map((label) => ({ label, path: `/crm/${label}` })),
    navigate: () => {},
    renderEntry({ label }: NavLink): string {
      drawn.push(label)
      return label
    },
  }
  const registry = await show({ ...shown, pathname: '/plugins/crm/Start' })
  drawn.length = 0
  await show({ ...shown, pathname: '/plugins/crm/Deals' }, registry)
  expect(new Set(drawn)).toEqual(new Set(['Start', 'Deals']))
  expect(element.querySelector('[aria-current=page]')?.textContent).toBe('Deals')
})

async function show(
  {
    nav,
    label,
    children,
    renderEntry,
    ...provider
  }: Omit<PluginProviderProps, 'registry' | 'children'> &
    PluginNavProps & { readonly nav: readonly NavRecord[] },
  registry: Registry = createRegistry(toData(nav)),
): Promise<Registry> {
  await act(async () =>
    root.render(
      <StrictMode>
        <PluginProvider registry={registry} pathname="/" {...provider}>
          <PluginNav
            {...(label !== undefined && { label })}
            {...(children && { children })}
            {...(renderEntry && { renderEntry })}
          />
        </PluginProvider>
      </StrictMode>,
    ),
  )
  return registry
}

function toNav(...labels: readonly string[]): NavRecord[] {
  return labels.map((label, index) => ({
    label,
    path: `/crm/${index}`,
    children: [{ label: 'Below', path: '/crm' }],
  }))
}

function toData(nav: readonly NavRecord[]): RegistryData {
  return {
    routeBase: '/plugins',
    sections: [{ id: 'sales', label: { en: 'Sales', de: 'Vertrieb' } }],
    plugins: [{ name: 'crm', version: '1.0.0', nav, load: async () => ({ pages: [] }) }],
    problems: [],
  }
}
