import { expect, test } from 'vitest'
import { isReservedName } from './plugin-name.ts'

test.each([
  ['plugins', true],
  ['constructor', true],
  ['prototype', true],
  ['con', true],
  ['lpt9', true],
  ['com0', true],
  ['crm', false],
  ['console', false],
  ['com10', false],
  ['api-tools', false],
])('%s is reserved: %s', (name, reserved) => {
  expect(isReservedName(name)).toBe(reserved)
})
