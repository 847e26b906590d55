// @vitest-environment happy-dom
import { createRegistry, type PageRecord } from '@plugwright/runtime'
import { act, StrictMode, type ReactElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import {
  Link,
  MemoryRouter,
  Outlet,
  Route,
  Routes,
  useLocation,
  useOutletContext,
  useParams,
} from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PageLayout, PluginRedirect, PluginRoutes, RouterPluginProvider } from './react-router.tsx'

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

function Layout(): ReactElement {
  return (
    <section>
      <Link to="customers">list</Link>
      <Outlet context="from the layout" />
    </section>
  )
}

function CustomerLayout(): ReactElement {
  const { id } = useParams()
  return (
    <article id={id}>
      <Link to="orders">orders</Link>
      <Outlet />
    </article>
  )
}

function Page(): ReactElement {
  const { id } = useParams()
  const { pathname, search, hash, state } = useLocation()
  return (
    <>
      <output>{`${pathname}${search}${hash} ${id} ${useOutletContext<string>()} ${state}`}</output>
      <Link to="details">details</Link>
      <Outlet />
    </>
  )
}

const pages: readonly PageRecord[] = [
  {
    module: 'index.tsx',
    path: '/',
    load: async () => ({
      default: () => (
        <PageLayout layout={<Layout />}>
          <Page />
        </PageLayout>
      ),
    }),
  },
  {
    module: 'customer.tsx',
    path: '/customers/:id',
    load: async () => ({
      default: () => (
        <PageLayout layout={<Layout />}>
          <PageLayout layout={<CustomerLayout />} at="/customers/:id">
            <Page />
          </PageLayout>
        </PageLayout>
      ),
    }),
  },
]

const everything: PageRecord = { module: 'rest.tsx', path: '/*', load: async () => ({ default: Page }) }

test.each([
  [
    '/plugins/crm',
    '/plugins/crm undefined from the layout null',
    ['/plugins/crm/customers', '/plugins/crm/details'],
  ],
  [
    '/plugins/crm/customers/7',
    '/plugins/crm/customers/7 7 undefined null',
    ['/plugins/crm/customers', '/plugins/crm/customers/7/orders', '/plugins/crm/customers/7/details'],
  ],
])('a layout of nested routes shows the page in its outlet: %s', async (...[address, text, links]) => {
  await show(address)
  await until(text)
  expect([...element.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(links)
})

test('parameters reach the layout, and a page without nested routes has an empty outlet', async () => {
  await show('/plugins/crm/customers/7')
  await until('/plugins/crm/customers/7 7 undefined null')
  expect(element.querySelector('article')?.id).toBe('7')
})

test.each([
  ['/crm/customers/7?tab=a#top', '/plugins/crm/customers/7?tab=a#top 7 undefined kept'],
  ['/crm', '/plugins/crm undefined from the layout kept'],
])('an old address leads to the page, with all that it says: %s', async (...[address, text]) => {
  await show(address)
  await until(text)
})

test.each([
  ['/plugins/docs', '/plugins/docs undefined null null'],
  ['/plugins/docs/a/b', '/plugins/docs/a/b undefined null null'],
])('a page for everything is also the one of the plugin itself: %s', async (...[address, text]) => {
  await show(address)
  await until(text)
})

async function show(address: string): Promise<void> {
  const registry = createRegistry({
    routeBase: '/plugins',
    problems: [],
    plugins: [
      { name: 'crm', version: '1.0.0', load: async () => ({ pages }) },
      { name: 'docs', version: '1.0.0', load: async () => ({ pages: [everything] }) },
    ],
  })
  const [pathname = '', search = '', hash = ''] = address.split(/(?=[?#])/)
  const entry = address.startsWith('/plugins') ? address : { pathname, search, hash, state: 'kept' }
  await act(async () =>
    root.render(
      <StrictMode>
        <MemoryRouter initialEntries={[entry]}>
          <RouterPluginProvider registry={registry}>
            <Routes>
              <Route path="plugins/*" element={<PluginRoutes />} />
              <Route path="crm/*" element={<PluginRedirect from="/crm" to="/plugins/crm" />} />
            </Routes>
          </RouterPluginProvider>
        </MemoryRouter>
      </StrictMode>,
    ),
  )
}

function until(text: string): Promise<void> {
  return vi.waitFor(async () => {
    await act(async () => new Promise((resolve) => setTimeout(resolve, 5)))
    expect(element.querySelector('output')?.textContent).toBe(text)
  })
}
