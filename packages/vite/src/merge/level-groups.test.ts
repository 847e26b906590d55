import { assert, property, shuffledSubarray } from 'fast-check'
import { expect, test } from 'vitest'
import { groupLevels } from './level-groups.ts'
import type { LevelGroups } from './level-groups.ts'

const many = Array.from({ length: 500 }, (_, index) => `plugin-${index}`)

/** The group of each plugin that has one. */
function byPlugin(groups: LevelGroups): ReadonlyMap<string, string> {
  return new Map([...groups].flatMap(([group, names]) => names.map((name) => [name, group] as const)))
}

test('few plugins have a file each', () => {
  expect(groupLevels(['crm', 'finance']).size).toBe(0)
})

test('a group of many plugins has at most 10, and about 7', () => {
  const sizes = Array.from(groupLevels(many).values(), (names) => names.length)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(10)
  expect(Math.min(...sizes)).toBeGreaterThan(1)
  expect(many.length / sizes.length).toBeGreaterThan(6)
})

test('groups hold neighbours by name, whatever the order', () => {
  assert(
    property(shuffledSubarray(many, { minLength: 9 }), (names) => {
      const groups = groupLevels(names)
      const groupOf = byPlugin(groups)
      const inOrder = names.toSorted().map((name) => groupOf.get(name) ?? name)
      expect(inOrder.filter((group, index) => group !== inOrder[index - 1])).toEqual([...new Set(inOrder)])
      expect(groups).toEqual(groupLevels(names.toReversed()))
    }),
  )
})

test('a plugin that comes leaves most groups as they are', () => {
  const before = byPlugin(groupLevels(many))
  const after = byPlugin(groupLevels([...many, 'newcomer']))
  const moved = many.filter((name) => before.get(name) !== after.get(name))
  expect(moved.length).toBeLessThanOrEqual(16)
})
