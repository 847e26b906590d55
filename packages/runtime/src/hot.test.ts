import { expect, test } from 'vitest'
import { createHotPlugin, type HotChange } from './hot.ts'

test('is one channel for all evaluations of a module', () => {
  const hotData = {}
  const first = createHotPlugin(hotData)
  expect(createHotPlugin(hotData)).toBe(first)
  expect(createHotPlugin({})).not.toBe(first)
})

test('tells its listeners until they leave, and ignores evaluations that failed', () => {
  const hot = createHotPlugin({})
  const changes: HotChange[] = []
  const leave = hot.subscribe((change) => changes.push(change))
  hot.replace(undefined)
  hot.replace({ pages: 'none' })
  hot.update('a.tsx', undefined)
  expect(changes).toEqual([])

  const next = { pages: [] }
  hot.replace(next)
  hot.update('a.tsx', { default: 1 })
  expect(changes).toEqual([
    { kind: 'replace', next },
    { kind: 'update', module: 'a.tsx', namespace: { default: 1 } },
  ])
  leave()
  hot.replace(next)
  expect(changes).toHaveLength(2)
})
