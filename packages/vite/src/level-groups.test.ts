import { assert, property, shuffledSubarray } from 'fast-check'
import { expect, test } from 'vitest'
import { groupLevels } from './level-groups.ts'

const many = Array.from({ length: 500 }, (_, index) => `plugin-${index}`)

function sizesOf(groups: ReadonlyMap<string, string>): readonly number[] {
  const sizes = new Map<string, number>()
  for (const group of groups.values()) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return [...sizes.values()]
}

test('few plugins have a file each', () => {
  expect(groupLevels(['crm', 'finance']).size).toBe(0)
})

test('a group of many plugins has at most 16, and about 8', () => {
  const sizes = sizesOf(groupLevels(many))
  expect(Math.max(...sizes)).toBeLessThanOrEqual(16)
  expect(Math.min(...sizes)).toBeGreaterThan(1)
  expect(many.length / sizes.length).toBeGreaterThan(5)
})

test('groups hold neighbours by name, whatever the order', () => {
  assert(
    property(shuffledSubarray(many, { minLength: 9 }), (names) => {
      const groups = groupLevels(names)
      const inOrder = names.toSorted().map((name) => groups.get(name) ?? name)
      expect(inOrder.filter((group, index) => group !== inOrder[index - 1])).toEqual([...new Set(inOrder)])
      expect(groups).toEqual(groupLevels(names.toReversed()))
    }),
  )
})

test('a plugin that comes leaves most groups as they are', () => {
  const before = groupLevels(many)
  const after = groupLevels([...many, 'newcomer'])
  const moved = many.filter((name) => before.get(name) !== after.get(name))
  expect(moved.length).toBeLessThanOrEqual(16)
})
