import { describe, expect, test } from 'vitest'
import type { PluginRecord, RegistryData } from './registry-data.ts'
import { readRequirements, type Requirements } from './requirements.ts'

type Needs = Readonly<Record<string, readonly string[]>>

/** Plugins by name with the names of what they need, in any version. */
function read(
  needs: Needs,
  more: { readonly off?: readonly string[] } & Partial<RegistryData> = {},
): Requirements {
  const plugins = Object.entries(needs).map(([name, needed]): PluginRecord => {
    const ranges = Object.fromEntries(
      needed.map((entry) => [entry.split('@')[0] ?? '', entry.split('@')[1] ?? '*']),
    )
    return { name, version: '1.2.0', load: async () => ({ pages: [] }), requires: { plugins: ranges } }
  })
  const { off = [], ...data } = more
  return readRequirements({ routeBase: '/plugins', problems: [], plugins, ...data }, (name) =>
    off.includes(name),
  )
}

describe('what is not met', () => {
  test('is nothing where all is there', () => {
    const asked = read({ crm: ['finance@^1.0.0'], finance: ['ledger'], ledger: [] })
    expect(asked.unmet('crm')).toBeUndefined()
    expect(asked.unmet('nobody')).toBeUndefined()
  })

  test('names a plugin that is missing, disabled, of another version or invalid', () => {
    expect(read({ crm: ['finance@^1.0.0'] }).unmet('crm')).toBe(
      'It needs the plugin finance ^1.0.0, which is not installed.',
    )
    expect(read({ crm: ['finance'], finance: [] }, { off: ['finance'] }).unmet('crm')).toBe(
      'It needs the plugin finance, which is disabled.',
    )
    expect(read({ crm: ['finance@^2.0.0'], finance: [] }).unmet('crm')).toBe(
      'It needs the plugin finance ^2.0.0, and 1.2.0 is installed.',
    )
    const problems = [{ plugin: 'finance', code: 'MANIFEST_WRONG_TYPE', message: 'wrong' }]
    expect(read({ crm: ['finance'] }, { problems }).unmet('crm')).toBe(
      'It needs the plugin finance *, which has an invalid plugin.yaml.',
    )
  })

  test('is passed on, with the chain', () => {
    const asked = read({ crm: ['finance'], finance: ['ledger'], ledger: ['books'], other: [] })
    expect(asked.unmet('ledger')).toBe('It needs the plugin books *, which is not installed.')
    expect(asked.unmet('finance')).toBe(
      'It needs the plugin ledger, which cannot be used (finance → ledger): ledger needs the plugin books *, which is not installed.',
    )
    expect(asked.unmet('crm')).toContain('(crm → finance → ledger): ledger needs the plugin books')
    expect(asked.unmet('other')).toBeUndefined()
  })

  test('is a cycle, for its members and for who needs one', () => {
    const asked = read({ crm: ['finance'], finance: ['crm'], shop: ['crm'], self: ['self'] })
    expect(asked.unmet('crm')).toBe('It needs itself: crm → finance → crm.')
    expect(asked.unmet('finance')).toBe('It needs itself: finance → crm → finance.')
    expect(asked.unmet('shop')).toBe(
      'It needs the plugin crm, which cannot be used: crm needs itself (shop → crm → finance → crm).',
    )
    expect(asked.unmet('self')).toBe('It needs itself: self → self.')
  })

  test('is the host, also that of a plugin which is needed', () => {
    const plugins: PluginRecord[] = [
      { name: 'a', version: '1.0.0', load: async () => ({ pages: [] }), requires: { plugins: { b: '*' } } },
      { name: 'b', version: '1.0.0', load: async () => ({ pages: [] }), requires: { host: '^2.0.0' } },
    ]
    const asked = read({}, { plugins, host: { name: 'Atrium', version: '1.4.0' } })
    expect(asked.unmet('b')).toBe('It needs Atrium ^2.0.0, and this is 1.4.0.')
    expect(asked.unmet('a')).toBe(
      'It needs the plugin b, which cannot be used (a → b): b needs Atrium ^2.0.0, and this is 1.4.0.',
    )
  })

  test('is found fast where everything needs everything before it', () => {
    const names = Array.from({ length: 60 }, (_, index) => `p${index}`)
    const asked = read(Object.fromEntries(names.map((name, index) => [name, names.slice(0, index)])))
    expect(asked.unmet('p59')).toBeUndefined()
    expect(asked.order('p59')).toEqual(names.slice(0, -1))
  })
})

test('the order begins with what needs nothing, and ends also where there is a cycle', () => {
  expect(read({ crm: ['finance', 'ledger'], finance: ['ledger'], ledger: [] }).order('crm')).toEqual([
    'ledger',
    'finance',
  ])
  expect(read({ crm: ['finance'], finance: ['crm'] }).order('crm')).toEqual(['finance'])
})
