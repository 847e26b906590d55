import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useApp } from './app.ts'
import { expectNoPageError } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'

const page = 'plugins/crm/frontend/src/pages/customers.tsx'
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"

/** Waits on demand, at the top level of a module. */
const held =
  "if (Reflect.get(globalThis, 'isHeld')) await new Promise((go) => addEventListener('release', go))"

const app = useApp({
  mode: 'build',
  prepare: async (dir) => {
    const text = await readFile(join(dir, page), 'utf8')
    await writeFile(join(dir, page), `${text}\n${held}\n`)
  },
})

test('works under a policy that allows own files only', async () => {
  const view = viewPlatform(app.page)
  await app.page.route('**/*', async (route) => {
    if (route.request().resourceType() !== 'document') return route.continue()
    const response = await route.fetch()
    await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': policy } })
    return undefined
  })
  await using _ = expectNoPageError(app.page)
  await app.open('/plugins/crm/customers')
  await expect.poll(view.heading).toBe('Customers')
  await app.open('/')
  await expect.poll(() => app.page.getByTestId('block-crm-pipeline').isVisible()).toBe(true)
  await app.page.unrouteAll()
})

test('a page whose module waits holds up nothing but itself', async () => {
  const view = viewPlatform(app.page)
  await app.open('/administration')
  await expect.poll(view.heading).toBe('Plugins')
  await app.page.evaluate(() => Reflect.set(globalThis, 'isHeld', true))
  await view.follow('Customer 360')
  await view.follow('Accounts')
  await expect.poll(view.heading).toBe('Accounts')
  await view.follow('Customer 360')
  expect(await app.page.getByTestId('crm-customer').count()).toBe(0)
  await app.page.evaluate(() => dispatchEvent(new Event('release')))
  await expect.poll(view.heading).toBe('Customers')
})
