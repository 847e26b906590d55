// @vitest-environment happy-dom
// @vitest-environment-options { "settings": { "handleDisabledFileLoadingAsSuccess": true } }
import { beforeEach, describe, expect, test } from 'vitest'
import { createRegistry } from './create-registry.ts'
import { definePlugin } from './plugin-context.ts'
import type { PluginModule, PluginRecord } from './registry-data.ts'
import type { Registry } from './registry.ts'

let events: string[]
let signals: Map<string, AbortSignal>
beforeEach(() => {
  events = []
  signals = new Map()
})

/** A plugin that notes what is loaded and set up. */
function plugin(
  name: string,
  more: Partial<PluginRecord> = {},
  level: Partial<PluginModule> = {},
): PluginRecord {
  const note = (event: string): void => void events.push(`${name} ${event}`)
  return {
    name,
    version: '1.0.0',
    nav: [{ label: name, path: `/${name}` }],
    blocks: [{ id: 'b', slot: 's' }],
    async load() {
      note('level')
      return {
        pages: [
          {
            module: 'index.tsx',
            path: '/',
            async load() {
              note('page')
              return { default: () => null }
            },
          },
        ],
        blocks: { 's/b': async () => ({ default: () => null }) },
        async setup() {
          note('entry')
          return {
            default: definePlugin({
              setup({ signal }) {
                note('setup')
                signals.set(name, signal)
              },
            }),
          }
        },
        ...level,
      }
    },
    ...more,
  }
}

const registryOf = (...plugins: readonly PluginRecord[]): Registry =>
  createRegistry({ routeBase: '/plugins', problems: [], plugins })

async function open(registry: Registry, pathname: string): Promise<string> {
  const match = await registry.matchPage(pathname)
  return match.kind === 'page' ? (await registry.loadPage(match)).kind : match.kind
}

const navOf = (registry: Registry): unknown[] =>
  registry.getSnapshot().nav.flatMap(({ items }) => items.map(({ label }) => label))

const media = (): (string | null)[] =>
  [...document.head.children].map((element) => element.getAttribute('media') || null)

const needing = (name: string, ...needed: readonly string[]): PluginRecord =>
  plugin(name, { requires: { plugins: Object.fromEntries(needed.map((other) => [other, '^1.0.0'])) } })

describe('disable and enable', () => {
  test('nav, blocks and pages follow at once, and the signal of setup is aborted', async () => {
    const registry = registryOf(plugin('crm'), plugin('finance'))
    let changes = 0
    registry.subscribe(() => changes++)
    expect(await open(registry, '/plugins/crm')).toBe('component')

    registry.disable('crm', 'It is being repaired.')
    expect(changes).toBeGreaterThan(0)
    expect(navOf(registry)).toEqual(['finance'])
    expect(registry.getSnapshot().blocks('s')).toHaveLength(1)
    expect(registry.peekPage('/plugins/crm')).toMatchObject({
      kind: 'disabled',
      reason: 'It is being repaired.',
    })
    expect(registry.status('crm')).toMatchObject({ state: 'disabled', reason: 'It is being repaired.' })
    expect(signals.get('crm')?.aborted).toBe(true)

    registry.enable('crm')
    expect(navOf(registry)).toEqual(['crm', 'finance'])
    expect(registry.peekPage('/plugins/crm').kind).toBe('loading')
    expect(await open(registry, '/plugins/crm')).toBe('component')
    expect(signals.get('crm')?.aborted).toBe(false)
    expect(events).toEqual(['crm level', 'crm entry', 'crm setup', 'crm page', 'crm entry', 'crm setup'])
  })

  test('what changes nothing notifies nobody', () => {
    const registry = registryOf(plugin('crm'))
    let changes = 0
    registry.subscribe(() => changes++)
    registry.enable('crm')
    expect(changes).toBe(0)
    registry.disable('crm')
    registry.disable('crm')
    expect(registry.status('crm').reason).toBe('It is switched off.')
  })

  test('a plugin whose data say that it is off can be enabled, and new data keep the switches', async () => {
    const registry = registryOf(plugin('crm', { disabled: true }), plugin('finance'))
    registry.enable('crm')
    registry.disable('finance')
    registry.replace({
      routeBase: '/plugins',
      problems: [],
      plugins: [plugin('crm', { disabled: true, version: '1.1.0' }), plugin('finance', { version: '1.1.0' })],
    })
    expect(await open(registry, '/plugins/crm')).toBe('component')
    expect(registry.status('finance').state).toBe('disabled')
  })

  test('a plugin that is disabled while it is set up is not taken for ready', async () => {
    const waiting: (() => void)[] = []
    let runs = 0
    const setup = async (): Promise<unknown> => ({
      default: definePlugin({
        async setup() {
          runs++
          await new Promise<void>((resolve) => {
            waiting.push(resolve)
          })
        },
      }),
    })
    const registry = registryOf(plugin('crm', {}, { setup }))
    const opened = open(registry, '/plugins/crm')
    await expect.poll(() => runs).toBe(1)
    registry.disable('crm')
    waiting[0]?.()
    expect(await opened).toBe('disabled')
    registry.enable('crm')
    const again = open(registry, '/plugins/crm')
    await expect.poll(() => runs).toBe(2)
    waiting[1]?.()
    expect(await again).toBe('component')
  })
})

test('a plugin that is disabled while its entry is fetched is not set up', async () => {
  const waiting: ((entry: unknown) => void)[] = []
  let runs = 0
  const setup = (): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.push(resolve)
    })
  const registry = registryOf(plugin('crm', {}, { setup }))
  const opened = open(registry, '/plugins/crm')
  await expect.poll(() => waiting.length).toBe(1)
  registry.disable('crm')
  waiting[0]?.({ default: definePlugin({ setup: () => void runs++ }) })
  expect(await opened).toBe('disabled')
  expect(runs).toBe(0)
})

describe('stylesheets', () => {
  test('those of a plugin apply only while it is on', () => {
    document.head.innerHTML = `
      <link rel="stylesheet" href="/assets/plugins/crm/page-1.css">
      <link rel="stylesheet" href="/assets/plugins/crm-tools/page-1.css" media="print">
      <link rel="stylesheet" href="/assets/index-1.css">
      <style data-vite-dev-id="/srv/plugins/crm/page.css" media="screen"></style>
      <style data-vite-dev-id="/srv/plugins/crm-tools/page.css"></style>`
    const before = media()
    const registry = registryOf(plugin('crm', { dir: '/srv/plugins/crm' }), plugin('crm-tools'))
    registry.disable('crm')
    expect(media()).toEqual(['not all', 'print', null, 'not all', null])
    registry.enable('crm')
    expect(media()).toEqual(before)
    registry.replace({ routeBase: '/plugins', problems: [], plugins: [] })
    expect(media()).toEqual(['not all', 'not all', null, 'not all', null])
    registry.replace({
      routeBase: '/plugins',
      problems: [],
      plugins: [plugin('crm', { dir: '/srv/plugins/crm' })],
    })
    expect(media()).toEqual(['', 'not all', null, 'screen', null].map((text) => text || null))
    document.head.replaceChildren()
  })
})

describe('plugins that need others', () => {
  test('are set up after them', async () => {
    const registry = registryOf(needing('crm', 'finance'), needing('finance', 'ledger'), plugin('ledger'))
    expect(await open(registry, '/plugins/crm')).toBe('component')
    expect(events.filter((event) => event.endsWith('setup'))).toEqual([
      'ledger setup',
      'finance setup',
      'crm setup',
    ])
    expect(events.filter((event) => event.endsWith('page'))).toEqual(['crm page'])
  })

  test('are blocked with them, and come back with them', async () => {
    const registry = registryOf(needing('crm', 'finance'), needing('finance', 'ledger'), plugin('ledger'))
    await open(registry, '/plugins/crm')
    registry.disable('ledger')
    expect(navOf(registry)).toEqual([])
    expect(registry.status('finance')).toMatchObject({
      state: 'blocked',
      reason: 'It needs the plugin ledger, which is disabled.',
    })
    expect(registry.peekPage('/plugins/crm')).toMatchObject({
      kind: 'blocked',
      reason: expect.stringContaining('crm → finance') as unknown,
    })
    expect([...signals.values()].every(({ aborted }) => aborted)).toBe(true)
    registry.enable('ledger')
    expect(await open(registry, '/plugins/crm')).toBe('component')
  })

  test('are blocked in a cycle, and nothing of them is fetched', async () => {
    const registry = registryOf(needing('crm', 'finance'), needing('finance', 'crm'))
    expect(await registry.matchPage('/plugins/crm')).toMatchObject({
      kind: 'blocked',
      reason: 'It needs itself: crm → finance → crm.',
    })
    await registry.prefetch('/plugins/crm')
    expect(registry.status('finance').state).toBe('blocked')
    expect(events).toEqual([])
  })

  test('fail with them, and say with whom', async () => {
    let isBroken = true
    const setup = async (): Promise<unknown> => ({
      default: definePlugin({
        setup() {
          if (isBroken) throw new Error('no ledger')
        },
      }),
    })
    const registry = registryOf(needing('crm', 'finance'), plugin('finance', {}, { setup }))
    const match = await registry.matchPage('/plugins/crm')
    if (match.kind !== 'page') throw new Error(match.kind)
    const failed = await registry.loadPage(match)
    expect(failed).toMatchObject({
      kind: 'failed',
      plugin: 'crm',
      reason: 'It needs the plugin finance, which failed: setup() failed: no ledger',
    })
    isBroken = false
    if (failed.kind === 'failed') failed.retry()
    expect((await registry.loadPage(match)).kind).toBe('component')
  })
})

describe('prefetch', () => {
  test('imports what a page needs, sets nothing up, and opening it imports nothing more', async () => {
    const registry = registryOf(plugin('crm', { requires: { plugins: { finance: '*' } } }), plugin('finance'))
    await registry.prefetch('/plugins/crm')
    expect(events.toSorted()).toEqual([
      'crm entry',
      'crm level',
      'crm page',
      'finance entry',
      'finance level',
    ])
    const before = events.length
    expect(await open(registry, '/plugins/crm')).toBe('component')
    expect(events.slice(before)).toEqual(['finance setup', 'crm setup'])
  })

  test('asks for nothing that may not be shown, and nothing where data is saved', async () => {
    const gated = {
      module: 'index.tsx',
      path: '/',
      permission: 'no',
      load: async () => void events.push('gated'),
    }
    const registry = registryOf(plugin('crm', {}, { pages: [gated] }), plugin('off', { disabled: true }))
    registry.setAccess({ can: () => false })
    await registry.prefetch('/plugins/crm')
    await registry.prefetch('/plugins/off')
    await registry.prefetch('/elsewhere')
    expect(events).toEqual(['crm level'])

    Object.defineProperty(navigator, 'connection', { value: { saveData: true }, configurable: true })
    const other = registryOf(plugin('finance'))
    await other.prefetch('/plugins/finance')
    Reflect.deleteProperty(navigator, 'connection')
    expect(events.filter((event) => event.startsWith('finance'))).toEqual([])
  })

  test('is silent on failure, and the page is loaded anew when it opens', async () => {
    let isDown = true
    const load = async (): Promise<unknown> => {
      if (isDown) throw new Error('no line')
      return { default: () => null }
    }
    const registry = registryOf(plugin('crm', {}, { pages: [{ module: 'index.tsx', path: '/', load }] }))
    await registry.prefetch('/plugins/crm')
    expect(registry.peekPage('/plugins/crm').kind).toBe('loading')
    expect(registry.status('crm').problems).toEqual([])
    isDown = false
    expect(await open(registry, '/plugins/crm')).toBe('component')
  })

  test('fails like any load when the page was opened meanwhile', async () => {
    let loads = 0
    const load = async (): Promise<unknown> => {
      loads++
      throw new Error('no line')
    }
    const pages = [{ module: 'index.tsx', path: '/', load }]
    const registry = registryOf(plugin('crm', { load: async () => ({ pages }) }))
    const prefetched = registry.prefetch('/plugins/crm')
    expect(await open(registry, '/plugins/crm')).toBe('failed')
    await prefetched
    expect(registry.peekPage('/plugins/crm').kind).toBe('failed')
    await registry.prefetch('/plugins/crm')
    expect(registry.peekPage('/plugins/crm').kind).toBe('failed')
    expect(loads).toBe(1)
  })
})
