import { describe, expect, test } from 'vitest'
import type { NavRecord, PluginRecord, SectionRecord } from './registry-data.ts'
import { resolveText } from './resolve-text.ts'
import { toVisibleNav, type NavItem, type NavSection } from './visible-nav.ts'

describe('toVisibleNav', () => {
  test('leads to pages, to the host and outside', () => {
    const [section] = navOf({
      crm: [
        { label: 'A', path: '/crm/a' },
        { label: 'B', host: '/settings' },
        { label: 'C', href: 'https://help.test' },
      ],
    })
    expect(section?.items.map(({ href, external }) => [href, external])).toEqual([
      ['/plugins/crm/a', false],
      ['/settings', false],
      ['https://help.test', true],
    ])
  })

  test('orders across plugins, and keeps the listed order of equals', () => {
    const nav = navOf({
      b: [
        { label: 'b1', path: '/b', order: 10 },
        { label: 'b2', path: '/b' },
      ],
      a: [
        { label: 'a1', path: '/a', order: -1 },
        { label: 'a2', path: '/a', order: 10 },
      ],
    })
    expect(outline(nav)).toEqual(['a1', 'b2', 'b1', 'a2'])
  })

  test('puts the host’s sections first, in their order, and names unknown ones by their id', () => {
    const nav = navOf(
      {
        crm: [
          { label: 'x', path: '/crm', section: 'extra' },
          { label: 's', path: '/crm', section: 'sales' },
          { label: 'none', path: '/crm' },
          { label: 'o', path: '/crm', section: 'ops' },
        ],
      },
      { sections: [{ id: 'ops', label: { en: 'Operations' } }, { id: 'sales' }, { id: 'empty' }] },
    )
    expect(nav.map(({ id, label }) => [id, label])).toEqual([
      [undefined, undefined],
      ['ops', { en: 'Operations' }],
      ['sales', 'sales'],
      ['extra', 'extra'],
    ])
  })

  test('hides what is gated, with what is below it', () => {
    const nav: NavRecord[] = [
      { label: 'open', path: '/crm', permission: null },
      { label: 'granted', path: '/crm', permission: 'yes' },
      { label: 'denied', path: '/crm', permission: 'no', children: [{ label: 'below', path: '/crm' }] },
    ]
    expect(outline(navOf({ crm: nav }))).toEqual(['open', 'granted'])
  })

  test('drops groups without visible children, at any depth', () => {
    const nav: NavRecord[] = [
      {
        label: 'group',
        children: [{ label: 'inner', children: [{ label: 'denied', path: '/crm', permission: 'no' }] }],
      },
      {
        label: 'kept',
        children: [
          { label: 'second', path: '/crm', order: 2 },
          { label: 'first', path: '/crm', order: 1 },
        ],
      },
      { label: 'link', path: '/crm', children: [{ label: 'denied', path: '/crm', permission: 'no' }] },
    ]
    expect(outline(navOf({ crm: nav }))).toEqual(['kept', 'kept > first', 'kept > second', 'link'])
  })

  test('gives every entry its own key', () => {
    const child = { label: 'same', path: '/crm' }
    const [section] = navOf({ crm: [{ label: 'g', children: [child, child] }, child] })
    const keys = (items: readonly NavItem[]): string[] =>
      items.flatMap(({ key, children }) => [key, ...keys(children)])
    expect(keys(section?.items ?? [])).toEqual(['crm:0', 'crm:0.0', 'crm:0.1', 'crm:1'])
  })
})

function navOf(
  plugins: Readonly<Record<string, readonly NavRecord[]>>,
  { sections = [] }: { sections?: readonly SectionRecord[] } = {},
): readonly NavSection[] {
  const records = Object.entries(plugins).map(([name, nav]): PluginRecord => ({
    name,
    version: '1.0.0',
    nav,
    load: () => Promise.reject(new Error('not needed')),
  }))
  return toVisibleNav(records, { routeBase: '/plugins', sections, can: (permission) => permission === 'yes' })
}

function outline(nav: readonly NavSection[]): string[] {
  const lines = (items: readonly NavItem[], prefix: string): string[] =>
    items.flatMap(({ label, children }) => [
      prefix + resolveText(label, 'en'),
      ...lines(children, `${prefix}${resolveText(label, 'en')} > `),
    ])
  return nav.flatMap(({ items }) => lines(items, ''))
}
