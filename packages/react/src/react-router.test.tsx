// @vitest-environment happy-dom
import { createRegistry, type PageRecord, type Registry } from '@plugwright/runtime'
import { act, StrictMode, useState, type ReactElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { Link, MemoryRouter, Route, Routes, useParams } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { usePage } from './module-context.ts'
import { PluginNav } from './plugin-nav.tsx'
import { PluginRoutes, RouterPluginProvider } from './react-router.tsx'

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

function Customer(): ReactElement {
  const { id } = useParams()
  const { params, navigate } = usePage()
  const [count, setCount] = useState(0)
  return (
    <>
      <output>{`${id} ${params['id']} ${count}`}</output>
      <button type="button" data-count="" onClick={() => setCount(count + 1)} />
      <button type="button" data-files="" onClick={() => navigate('/files/a/b?x=1')} />
      <Link to="../customers/43">next</Link>
      <Link to="/plugins">all</Link>
    </>
  )
}

function Files(): ReactElement {
  return <output>{`${useParams()['*']} ${usePage().query.get('x')}`}</output>
}

const pages: readonly PageRecord[] = [
  { module: 'customer.tsx', path: '/customers/:id', load: async () => ({ default: Customer }) },
  { module: 'files.tsx', path: '/files/*', load: async () => ({ default: Files }) },
  { module: 'index.tsx', path: '/', load: async () => ({ default: () => <output>start</output> }) },
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

test('useParams, Link and navigate work in pages, and parameters change without a new mount', async () => {
  await show('/plugins/crm/customers/42')
  await until('42 42 0')
  await click('[data-count]')
  expect(links()).toEqual(['/plugins/crm/customers/43', '/plugins'])
  await click('main a')
  await until('43 43 1')
  await click('[data-files]')
  await until('a/b 1')
})

test('below a base path', async () => {
  await show('/app/plugins/crm/customers/42', { basename: '/app' })
  await until('42 42 0')
  expect(links()).toEqual(['/app/plugins/crm/customers/43', '/app/plugins'])
  expect([...element.querySelectorAll('nav a')].map((link) => link.getAttribute('href'))).toEqual([
    '/app/plugins/crm',
    '/app/plugins/crm/customers/1',
  ])
  await click('nav a')
  await until('start')
})

test('the host keeps routeBase itself', async () => {
  await show('/plugins/crm/customers/42')
  await until('42 42 0')
  await click('a[href="/plugins"]')
  await until('the host’s index')
})

test('a page is shown also where the host’s route is elsewhere, without useParams', async () => {
  await show('/plugins/crm/customers/42', { path: '*' })
  await until('undefined 42 0')
})

test('an unknown plugin is a card', async () => {
  await show('/plugins/nobody')
  expect(element.querySelector('[data-plugwright-card]')?.getAttribute('data-plugwright-card')).toBe(
    'not-installed',
  )
})

async function show(address: string, { path = 'plugins/*', basename = '/' } = {}): Promise<void> {
  const registry = registryOf()
  await act(async () =>
    root.render(
      <StrictMode>
        <MemoryRouter basename={basename} initialEntries={[address]}>
          <RouterPluginProvider registry={registry}>
            <PluginNav />
            <main>
              <Routes>
                <Route path={path} element={<PluginRoutes index={<output>the host’s index</output>} />} />
              </Routes>
            </main>
          </RouterPluginProvider>
        </MemoryRouter>
      </StrictMode>,
    ),
  )
}

function links(): (string | null)[] {
  return [...element.querySelectorAll('main a')].map((link) => link.getAttribute('href'))
}

function click(selector: string): Promise<void> {
  return act(async () => element.querySelector<HTMLElement>(selector)?.click())
}

function until(text: string): Promise<void> {
  return vi.waitFor(async () => {
    await act(async () => new Promise((resolve) => setTimeout(resolve, 5)))
    expect(element.querySelector('output')?.textContent).toBe(text)
  })
}
