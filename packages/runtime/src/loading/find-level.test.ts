import { expect, test } from 'vitest'
import { findLevel } from './find-level.ts'

test('a second level is the module itself, or one of several in a file', () => {
  const crm = { name: 'crm', pages: [] }
  const finance = { name: 'finance', pages: [] }
  expect(findLevel(crm, 'crm')).toBe(crm)
  expect(findLevel({ t: finance, n: crm }, 'crm')).toBe(crm)
  expect(findLevel({ pages: [] }, 'crm')).toEqual({ pages: [] })
})

test('the second level of another plugin is none', () => {
  expect(findLevel({ name: 'finance', pages: [] }, 'crm')).toBeUndefined()
  expect(findLevel({ t: { name: 'finance', pages: [] }, u: null }, 'crm')).toBeUndefined()
  expect(findLevel(undefined, 'crm')).toBeUndefined()
  expect(findLevel({ pages: 'none' }, 'crm')).toBeUndefined()
})
