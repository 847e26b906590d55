// @vitest-environment happy-dom
import {
  createRegistry,
  type BlockRecord,
  type PluginModule,
  type PluginRecord,
  type Registry,
} from '@plugwright/runtime'
import { act, StrictMode, type ReactElement } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { PluginProvider } from './plugin-provider.tsx'
import { useBlock } from './module-context.ts'
import { PluginSlot } from './plugin-slot.tsx'

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
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

function Greeting(): string {
  const block = useBlock()
  return `${block.plugin.name} in ${block.slot} says ${String(block.props['word'])};`
}

function Broken(): never {
  throw new Error('no rows')
}

test('shows the blocks of all plugins in order, with the host’s props', async () => {
  const registry = registryOf(
    plugin(
      'b',
      [
        { id: 'x', slot: 'dashboard', order: 2 },
        { id: 'aside', slot: 'aside' },
      ],
      { 'dashboard/x': async () => ({ default: Greeting }) },
    ),
    plugin('a', [{ id: 'x', slot: 'dashboard', order: 1 }], {
      'dashboard/x': async () => ({ default: Greeting }),
    }),
  )
  await show(registry, <PluginSlot name="dashboard" props={{ word: 'hello' }} />)
  await until('a in dashboard says hello;b in dashboard says hello;')
  expect(
    [...element.querySelectorAll('[data-plugwright-block]')].map((block) =>
      block.getAttribute('data-plugwright-block'),
    ),
  ).toEqual(['a/x', 'b/x'])
  expect(
    [...element.querySelectorAll<HTMLElement>('[data-plugwright-plugin]')].map(
      ({ dataset }) => `${dataset['plugwrightPlugin']} ${dataset['plugwrightModule']}`,
    ),
  ).toEqual(['a dashboard/x', 'b dashboard/x'])
})

test('a block that fails, at load or on screen, leaves the others alone', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const registry = registryOf(
    plugin(
      'crm',
      ['good', 'unloadable', 'broken', 'dom'].map((id) => ({ id, slot: 's' })),
      {
        's/good': async () => ({ default: () => <i>good</i> }),
        's/unloadable': () => Promise.reject(new Error('offline')),
        's/broken': async () => ({ default: Broken }),
        's/dom': async () => ({ mount: (place: HTMLElement) => place.append('dom') }),
      },
    ),
  )
  await show(registry, <PluginSlot name="s" />)
  await vi.waitFor(async () => {
    await settle()
    const parts = [...element.children].map(
      (part) =>
        part.querySelector('[data-plugwright-card]')?.getAttribute('data-plugwright-card') ??
        part.textContent,
    )
    expect(parts).toEqual(['good', 'failed', 'failed', 'dom'])
  })
  expect(registry.status('crm')).toMatchObject({ state: 'failed', reason: 'offline' })
})

test('a host gives every block its own place, and says what to show without any', async () => {
  const registry = registryOf(
    plugin('crm', [{ id: 'x', slot: 's', size: { w: 2 } }], { 's/x': async () => ({ default: () => 'x' }) }),
  )
  await show(
    registry,
    <>
      <PluginSlot name="s">
        {(block, content) => (
          <section key={block.key} data-w={block.size?.w}>
            {content}
          </section>
        )}
      </PluginSlot>
      <PluginSlot name="unknown" fallback="nothing here" />
    </>,
  )
  await until('xnothing here')
  expect(element.querySelector('section')?.getAttribute('data-w')).toBe('2')
})

test('gated blocks follow access, and nothing of them is fetched without', async () => {
  const fetched: string[] = []
  const registry = registryOf(
    plugin('crm', [{ id: 'x', slot: 's', permission: 'crm.read' }], {
      's/x': async () => {
        fetched.push('x')
        return { default: () => 'gated' }
      },
    }),
  )
  await show(registry, <PluginSlot name="s" fallback="none" />)
  await until('none')
  expect(fetched).toEqual([])
  await act(async () => registry.setAccess({ can: () => true }))
  await until('gated')
})

function plugin(
  name: string,
  blocks: readonly BlockRecord[],
  loaders: NonNullable<PluginModule['blocks']>,
): PluginRecord {
  return { name, version: '1.0.0', blocks, load: async () => ({ pages: [], blocks: loaders }) }
}

function registryOf(...plugins: readonly PluginRecord[]): Registry {
  return createRegistry({ routeBase: '/plugins', plugins, problems: [] })
}

async function show(registry: Registry, content: ReactElement): Promise<void> {
  await act(async () =>
    root.render(
      <StrictMode>
        <PluginProvider registry={registry}>{content}</PluginProvider>
      </StrictMode>,
    ),
  )
}

function settle(): Promise<void> {
  return act(async () => new Promise((resolve) => setTimeout(resolve, 5)))
}

function until(text: string): Promise<void> {
  return vi.waitFor(async () => {
    await settle()
    expect(element.textContent).toBe(text)
  })
}
