// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createRegistry } from '../create-registry.ts'
import type { Registry } from '../registry.ts'
import { prefetchLinks, type PrefetchTime } from './prefetch-links.ts'

let loaded: string[]
let stop: () => void
beforeEach(() => {
  loaded = []
  vi.useFakeTimers()
  document.body.innerHTML = `
    <a id="crm" href="/app/plugins/crm"><b>CRM</b></a>
    <a id="finance" href="/app/plugins/finance">Finance</a>
    <a id="gated" href="/app/plugins/gated">Gated</a>
    <a id="new-tab" href="/app/plugins/crm" target="_blank">New tab</a>
    <a id="download" href="/app/plugins/crm" download>Download</a>
    <a id="elsewhere" href="https://elsewhere.test/app/plugins/crm">Elsewhere</a>
    <a id="other-app" href="/apples/plugins/crm">Other</a>
    <a id="host" href="/app/settings">Host</a>`
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  document.body.replaceChildren()
})

function start(when: PrefetchTime): Registry {
  const registry = createRegistry({
    routeBase: '/plugins',
    problems: [],
    plugins: ['crm', 'finance', 'gated'].map((name) => ({
      name,
      version: '1.0.0',
      nav: [{ label: name, path: `/${name}`, ...(name === 'gated' && { permission: 'gated.read' }) }],
      load: async () => ({
        pages: [
          {
            module: 'index.tsx',
            path: '/',
            ...(name === 'gated' && { permission: 'gated.read' }),
            async load() {
              loaded.push(name)
              return { default: () => null }
            },
          },
        ],
      }),
    })),
  })
  stop = prefetchLinks({ registry, base: '/app', environment: {}, when })
  return registry
}

async function point(selector: string, ms = 100): Promise<void> {
  document.querySelector(selector)?.dispatchEvent(new Event('pointerover', { bubbles: true }))
  await vi.advanceTimersByTimeAsync(ms)
}

test('the page behind a link is fetched when the pointer rests on it, wherever inside', async () => {
  start('hover')
  await point('#crm b')
  expect(loaded).toEqual(['crm'])
  await point('#crm')
  expect(loaded).toEqual(['crm'])
})

test('a pointer that passes fetches nothing', async () => {
  start('hover')
  await point('#crm', 30)
  await point('#finance', 30)
  await point('#host')
  expect(loaded).toEqual([])
})

test('the focus counts like the pointer', async () => {
  start('hover')
  document.querySelector('#finance')?.dispatchEvent(new Event('focusin', { bubbles: true }))
  await vi.advanceTimersByTimeAsync(100)
  expect(loaded).toEqual(['finance'])
})

test.each(['#gated', '#new-tab', '#download', '#elsewhere', '#other-app', '#host'])(
  'nothing is fetched for %s',
  async (selector) => {
    start('hover')
    await point(selector)
    expect(loaded).toEqual([])
  },
)

test('idle fetches what the visible nav leads to, also what becomes visible later', async () => {
  const registry = start('idle')
  await vi.advanceTimersByTimeAsync(5000)
  expect(loaded).toEqual(['crm', 'finance'])
  registry.setAccess({ can: () => true })
  await vi.advanceTimersByTimeAsync(5000)
  expect(loaded).toEqual(['crm', 'finance', 'gated'])
})

test('none fetches nothing, and so does what was stopped', async () => {
  start('none')
  await point('#crm')
  start('idle')
  stop()
  await point('#crm', 5000)
  expect(loaded).toEqual([])
})
