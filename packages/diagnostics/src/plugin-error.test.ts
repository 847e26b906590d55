import { expect, test } from 'vitest'
import { isPluginError, PluginError } from './plugin-error.ts'

test('takes its code from the first error', () => {
  const error = new PluginError([
    { code: 'A_WARNING', severity: 'warning', message: 'Small.' },
    { code: 'AN_ERROR', severity: 'error', message: 'Large.', file: 'plugin.yaml' },
  ])
  expect(error.code).toBe('AN_ERROR')
  expect(error.message).toBe('plugin.yaml  AN_ERROR: Large. (and 1 more)')
  expect(isPluginError(error)).toBe(true)
  expect(isPluginError(new Error('bug'))).toBe(false)
})

test('cannot be made of nothing', () => {
  expect(() => new PluginError([])).toThrow('at least one')
})
