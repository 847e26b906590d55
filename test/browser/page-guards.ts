import type { ConsoleMessage, Page } from 'playwright-core'
import { expect } from 'vitest'

/** Checked when its scope ends: `await using _ = expectNoReload(page)`. */
export type Guard = AsyncDisposable

/**
 * Fails at the end of the scope when the page threw an uncaught error or printed a console error other than the
 * allowed ones.
 */
export function expectNoPageError(page: Page, options: { readonly allow?: readonly RegExp[] } = {}): Guard {
  const errors: string[] = []
  const add = (text: string): void => {
    if (!(options.allow ?? []).some((pattern) => pattern.test(text))) errors.push(text)
  }
  const onError = (error: Error): void => add(`${error.name}: ${error.message}`)
  const onConsole = (message: ConsoleMessage): void => {
    if (message.type() === 'error') add(`console: ${message.text()} (${message.location().url})`)
  }
  page.on('pageerror', onError)
  page.on('console', onConsole)
  return {
    async [Symbol.asyncDispose]() {
      page.off('pageerror', onError)
      page.off('console', onConsole)
      expect(errors).toEqual([])
    },
  }
}

/** Fails at the end of the scope when the document was loaded anew since. The page must be open before. */
export async function expectNoReload(page: Page): Promise<Guard> {
  await page.evaluate((marker) => Reflect.set(globalThis, marker, true), reloadMarker)
  return {
    async [Symbol.asyncDispose]() {
      const isSame = await page.evaluate((marker) => Reflect.get(globalThis, marker) === true, reloadMarker)
      expect(isSame, 'the page was reloaded').toBe(true)
    },
  }
}

const reloadMarker = '__plugwrightTestDocument'
