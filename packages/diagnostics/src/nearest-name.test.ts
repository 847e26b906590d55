import { expect, test } from 'vitest'
import { nearestName } from './nearest-name.ts'

const fields = ['name', 'version', 'permissions', 'display_name', 'nav']

test.each([
  ['nmae', 'name'],
  ['permission', 'permissions'],
  ['displayname', 'display_name'],
  ['Nav', 'nav'],
  ['zzz', undefined],
  ['', undefined],
])('%s → %s', (name, expected) => {
  expect(nearestName(name, fields)).toBe(expected)
})
