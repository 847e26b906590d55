import { describe, expect, test } from 'vitest'
import { linkTestPackages } from '../copy-with-packages.ts'
import { useApp } from './app.ts'
import { expectNoPageError } from './page-guards.ts'

describe.each(['dev', 'build'] as const)('%s', (mode) => {
  const app = useApp({
    mode,
    app: 'test/browser/fixtures/server-host',
    prepare: linkTestPackages,
  })

  test('a host that is rendered on a server has no plugins there, and hydrates with them', async () => {
    const { page } = app
    await using _error = expectNoPageError(page)
    const errors: string[] = []
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) errors.push(message.text())
    })

    expect(await read('/')).toContain('<h1>The host</h1><p>Nothing here.</p>')
    await app.open('/')
    await expect.poll(() => page.locator('[data-plugwright-block]').innerText()).toBe('Latest customer')
    // React keeps what the server rendered: it would have made a new button.
    await page.getByTestId('host-count').click()
    expect(await page.getByTestId('host-count').innerText()).toBe('1')
    await page.getByRole('link', { name: 'Customers' }).click()
    await expect.poll(() => page.locator('h1').innerText()).toBe('Customers')

    expect(await read('/plugins/crm')).toContain('aria-busy="true"')
    await app.open('/plugins/crm')
    await expect.poll(() => page.locator('h1').innerText()).toBe('Customers')
    expect(errors).toEqual([])
  })

  async function read(path: string): Promise<string> {
    const response = await fetch(app.url + path, { headers: { accept: 'text/html' } })
    return response.text()
  }
})
