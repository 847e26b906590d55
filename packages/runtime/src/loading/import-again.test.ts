// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest'
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

/** A document with links that have not come; nothing is fetched, as it is not that of the window. */
function documentWith(...addresses: readonly string[]): HTMLElement {
  vi.useFakeTimers()
  const head = document.createElement('head')
  for (const href of addresses)
    head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', crossOrigin: '', href }))
  vi.stubGlobal('document', head)
  return head
}

function linksTo(head: HTMLElement, href: string): HTMLLinkElement[] {
  return [...head.querySelectorAll('link')].filter((link) => link.href === href)
}

/** What was put in by the first try. */
async function askedAnew(head: HTMLElement, href: string): Promise<HTMLLinkElement> {
  await vi.advanceTimersByTimeAsync(1)
  const [, next, more] = linksTo(head, href)
  expect(more).toBeUndefined()
  expect(next).toBeDefined()
  return next as HTMLLinkElement
}

function importMissing(href: string): Promise<string> {
  const result = importAgain(failing(new Error(`Unable to preload CSS for ${href}`)).load, [1])
  result.catch(() => {})
  return result
}

describe('stylesheets', () => {
  const crm = 'https://atrium.test/assets/plugins/crm/page.css'
  const finance = 'https://atrium.test/assets/plugins/finance/page.css'

  afterEach(() => {
    vi.unstubAllGlobals()
    vi.useRealTimers()
  })

  test('tries at the same time wait for one element, and who waits for the first link is told', async () => {
    const head = documentWith(crm)
    const [link] = linksTo(head, crm)
    let told = 0
    link?.addEventListener('load', () => told++)
    const tries = [importMissing(crm), importMissing(crm)]
    const next = await askedAnew(head, crm)
    expect(linksTo(head, crm)).toEqual([link, next])
    const later = importMissing(crm)
    expect(await askedAnew(head, crm)).toBe(next)
    next.dispatchEvent(new Event('load'))
    expect(await Promise.all([...tries, later])).toEqual(['here', 'here', 'here'])
    expect(linksTo(head, crm)).toEqual([next])
    expect(told).toBe(1)
  })

  test('what fails again is asked for anew by the next try', async () => {
    const head = documentWith(crm)
    const first = importMissing(crm)
    const next = await askedAnew(head, crm)
    next.dispatchEvent(new Event('error'))
    await expect(first).rejects.toThrow(`Unable to preload CSS for ${crm}`)
    expect(linksTo(head, crm)).toHaveLength(1)

    const second = importMissing(crm)
    const another = await askedAnew(head, crm)
    expect(another).not.toBe(next)
    another.dispatchEvent(new Event('load'))
    expect(await second).toBe('here')
  })

  test('a link that was still loading and has come is kept', async () => {
    const head = documentWith(crm)
    const [link] = linksTo(head, crm)
    const result = importMissing(crm)
    const next = await askedAnew(head, crm)
    Object.defineProperty(link, 'sheet', { value: { cssRules: [] } })
    next.dispatchEvent(new Event('error'))
    expect(await result).toBe('here')
    expect(linksTo(head, crm)).toEqual([link])
  })

  test.each([
    ['stylesheet', `Unable to preload CSS for ${finance}`],
    ['script', chromium.message],
    ['script in Safari', 'Importing a module script failed.'],
  ])('a stylesheet of another plugin does not stop the tries of a %s', async (_what, message) => {
    const head = documentWith(crm, finance)
    const result = importAgain(failing(new TypeError(message)).load, [1])
    const other = await askedAnew(head, crm)
    other.dispatchEvent(new Event('error'))
    const own = await askedAnew(head, finance)
    own.dispatchEvent(new Event('load'))
    expect(await result).toBe('here')
  })
})
