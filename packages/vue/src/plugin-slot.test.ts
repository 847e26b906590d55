// @vitest-environment happy-dom
import {
  createRegistry,
  type BlockRecord,
  type PluginModule,
  type PluginRecord,
  type Registry,
} from '@plugwright/runtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, defineComponent, h, shallowRef, type App, type VNode } from 'vue'
import { useBlock } from './module-context.ts'
import { PluginProvider } from './plugin-provider.ts'
import { PluginSlot } from './plugin-slot.ts'

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

const Greeting = defineComponent(() => {
  const block = useBlock()
  return () => `${block.plugin.name} in ${block.slot} says ${String(block.props['word'])};`
})

const Broken = (): never => {
  throw new Error('no rows')
}

test('shows the blocks of all plugins in order, with the host’s props', async () => {
  const loaders = { 'dashboard/x': async () => ({ default: Greeting }) }
  const registry = registryOf(
    plugin('b', [{ id: 'x', slot: 'dashboard', order: 2 }], loaders),
    plugin('a', [{ id: 'x', slot: 'dashboard', order: 1 }], loaders),
  )
  const word = shallowRef('hello')
  show(registry, () => h(PluginSlot, { name: 'dashboard', props: { word: word.value } }))
  await until('a in dashboard says hello;b in dashboard says hello;')
  expect(listData('[data-plugwright-block]', 'plugwrightBlock')).toEqual(['a/x', 'b/x'])
  expect(listData('[data-plugwright-module]', 'plugwrightModule')).toEqual(['dashboard/x', 'dashboard/x'])
  word.value = 'bye'
  await until('a in dashboard says bye;b in dashboard says bye;')
})

test('a block that fails, at load or on screen, leaves the others alone', async () => {
  const registry = registryOf(
    plugin(
      'crm',
      ['good', 'unloadable', 'broken', 'dom'].map((id) => ({ id, slot: 's' })),
      {
        's/good': async () => ({ default: () => h('i', 'good') }),
        's/unloadable': () => Promise.reject(new Error('offline')),
        's/broken': async () => ({ default: Broken }),
        's/dom': async () => ({ mount: (place: HTMLElement) => place.append('dom') }),
      },
    ),
  )
  show(registry, () => h(PluginSlot, { name: 's' }))
  await vi.waitFor(() => {
    const parts = [...element.children].map(
      (part) =>
        part.querySelector<HTMLElement>('[data-plugwright-card]')?.dataset['plugwrightCard'] ??
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
  show(registry, () => [
    h(
      PluginSlot,
      { name: 's' },
      {
        default: ({ block, content }: { block: BlockRecord; content: VNode }) =>
          h('section', { 'data-w': block.size?.w }, [content]),
      },
    ),
    h(PluginSlot, { name: 'unknown' }, { fallback: () => 'nothing here' }),
  ])
  await until('xnothing here')
  expect(element.querySelector('section')?.dataset['w']).toBe('2')
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
  show(registry, () => h(PluginSlot, { name: 's' }, { fallback: () => 'none' }))
  await until('none')
  expect(fetched).toEqual([])
  registry.setAccess({ can: () => true })
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

function show(registry: Registry, content: () => VNode | VNode[]): void {
  app = createApp(() => h(PluginProvider, { registry }, content))
  app.mount(element)
}

function listData(selector: string, key: string): unknown {
  return [...element.querySelectorAll<HTMLElement>(selector)].map(({ dataset }) => dataset[key])
}

function until(text: string): Promise<void> {
  return vi.waitFor(() => expect(element.textContent).toBe(text))
}
