// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest'
import { createRegistry } from './create-registry.ts'
import { readUrlSwitch } from './url-switch.ts'

const go = (search: string): void => {
  history.replaceState({}, '', `/${search}`)
}
beforeEach(() => {
  sessionStorage.clear()
  go('')
})

test('nothing is off without it', () => {
  expect(readUrlSwitch()('crm')).toBeUndefined()
})

test('?plugins=off switches all plugins off until ?plugins=on', () => {
  go('?plugins=off')
  expect(readUrlSwitch()('crm')).toBe(
    'It is switched off in this tab by ?plugins=off in the address; ?plugins=on ends that.',
  )
  go('?tab=1')
  expect(readUrlSwitch()('crm')).toContain('?plugins=off')
  go('?plugins=on')
  expect(readUrlSwitch()('crm')).toBeUndefined()
  go('')
  expect(readUrlSwitch()('crm')).toBeUndefined()
})

test('?plugins=-crm,-finance switches these off, and the next one takes its place', () => {
  go('?plugins=-crm,-finance')
  expect(readUrlSwitch()('crm')).toContain('?plugins=-crm,-finance')
  expect(readUrlSwitch()('finance')).toContain('?plugins=on ends that')
  expect(readUrlSwitch()('stock')).toBeUndefined()
  go('?plugins=-stock')
  expect(readUrlSwitch()('crm')).toBeUndefined()
  expect(readUrlSwitch()('stock')).toContain('?plugins=-stock')
})

test('what else a host keeps in the parameter is its own', () => {
  for (const search of ['?plugins=crm', '?plugins=', '?plugins=offline', '?plugins=-', '?plugins=-a,b']) {
    go(search)
    expect(readUrlSwitch()('crm')).toBeUndefined()
  }
})

test('it works without storage, and without a window', () => {
  go('?plugins=-crm')
  vi.stubGlobal('sessionStorage', undefined)
  expect(readUrlSwitch()('crm')).toContain('?plugins=-crm')
  vi.stubGlobal('location', undefined)
  expect(readUrlSwitch()('crm')).toBeUndefined()
  vi.unstubAllGlobals()
})

test('nothing of what it switches off is loaded, and enable() does not overrule it', async () => {
  go('?plugins=-crm')
  const loads: string[] = []
  const plugin = (name: string) => ({
    name,
    version: '1.0.0',
    nav: [{ label: name, path: `/${name}` }],
    load: async () => {
      loads.push(name)
      return { pages: [{ module: 'index.tsx', path: '/', load: async () => ({ default: () => null }) }] }
    },
  })
  const registry = createRegistry({
    routeBase: '/plugins',
    problems: [],
    plugins: [plugin('crm'), plugin('finance')],
  })
  registry.enable('crm')
  await registry.prefetch('/plugins/crm')
  expect(await registry.matchPage('/plugins/crm')).toMatchObject({
    kind: 'disabled',
    reason: expect.stringContaining('?plugins=on ends that') as unknown,
  })
  expect(registry.status('crm').state).toBe('disabled')
  expect(registry.getSnapshot().nav.flatMap(({ items }) => items.map(({ label }) => label))).toEqual([
    'finance',
  ])
  await registry.matchPage('/plugins/finance')
  expect(loads).toEqual(['finance'])
})
