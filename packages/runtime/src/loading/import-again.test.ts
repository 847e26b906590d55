import { expect, test } from 'vitest'
import { importAgain } from './import-again.ts'
import { addressOf, isNetworkError } from './network-error.ts'

const chromium = new TypeError('Failed to fetch dynamically imported module: https://atrium.test/assets/a.js')

/** Fails as often as there are errors, then answers; counts the calls. */
function failing(...errors: readonly unknown[]): { readonly load: () => Promise<string>; calls: number } {
  const left = [...errors]
  const counted = {
    calls: 0,
    async load() {
      counted.calls++
      if (left.length > 0) throw left.shift()
      return 'here'
    },
  }
  return counted
}

test.each([
  ['Chromium', chromium, 'https://atrium.test/assets/a.js'],
  [
    'Firefox',
    new TypeError('error loading dynamically imported module: http://localhost:5173/a.tsx?t=1'),
    'http://localhost:5173/a.tsx?t=1',
  ],
  ['Safari', new TypeError('Importing a module script failed.'), undefined],
  [
    'a stylesheet in Vite',
    new Error('Unable to preload CSS for https://atrium.test/assets/a.css'),
    'https://atrium.test/assets/a.css',
  ],
])('a file that cannot be fetched in %s', (_where, error, address) => {
  expect(isNetworkError(error)).toBe(true)
  expect(addressOf(error)).toBe(address)
})

test.each([
  new TypeError('Failed to fetch'),
  new Error('no rows'),
  new SyntaxError("Unexpected token '<'"),
  'Failed to fetch dynamically imported module: thrown as text',
  undefined,
])('code that throws is no network error: %s', (error) => {
  expect(isNetworkError(error)).toBe(false)
})

test('what cannot be fetched is tried three times', async () => {
  const silent = new TypeError('Importing a module script failed.')
  const twice = failing(silent, silent)
  expect(await importAgain(twice.load, [1, 1])).toBe('here')
  expect(twice.calls).toBe(3)

  const always = failing(silent, silent, silent, silent)
  await expect(importAgain(always.load, [1, 1])).rejects.toBe(silent)
  expect(always.calls).toBe(3)
})

test('what code throws is thrown at once, also on a further try', async () => {
  const thrown = new Error('no rows')
  const first = failing(thrown)
  await expect(importAgain(first.load, [1, 1])).rejects.toBe(thrown)
  expect(first.calls).toBe(1)

  const second = failing(new TypeError('Importing a module script failed.'), thrown)
  await expect(importAgain(second.load, [1, 1])).rejects.toBe(thrown)
  expect(second.calls).toBe(2)
})
