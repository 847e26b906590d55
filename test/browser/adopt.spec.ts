import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adoptApp } from '../adopt-app.ts'
import { linkTestPackages } from '../copy-with-packages.ts'
import { useApp } from './app.ts'
import { expectNoPageError } from './page-guards.ts'

/** Where the pages are by hand and adopted, and what they show. */
const pages = [
  ['/', '/', 'Home'],
  ['/crm', '/plugins/crm', 'Overview in EUR'],
  ['/crm/customers', '/plugins/crm/customers', 'Customers'],
  ['/crm/customers/7?tab=orders#top', '/plugins/crm/customers/7?tab=orders#top', 'Customer 7 orders'],
  ['/crm/accounts', '/plugins/crm/accounts', 'Accounts'],
  ['/finance/invoices', '/plugins/finance/invoices', 'Invoices: open'],
  ['/finance/invoices/9', '/plugins/finance/invoices/9', 'Invoice 9'],
  ['/reports', '/plugins/reports', 'Reports'],
  ['/reports/sales', '/plugins/reports/sales', 'Report of sales'],
  ['/nowhere', '/nowhere', 'Not found'],
] as const

describe('by hand', () => {
  const app = useApp({ mode: 'dev', app: 'test/browser/fixtures/hand-mounted', prepare: linkTestPackages })

  test.each(pages)('%s', async (...[address, , heading]) => {
    await using _ = expectNoPageError(app.page)
    await app.open(address)
    await expect.poll(() => app.page.locator('h1').allInnerTexts()).toEqual([heading])
    expect(app.page.url()).toBe(app.url + address)
  })
})

describe.each(['dev', 'build'] as const)('adopted, %s', (mode) => {
  const app = useApp({
    mode,
    app: 'test/browser/fixtures/hand-mounted',
    prepare: async (dir) => {
      await linkTestPackages(dir)
      await adoptApp(dir)
      await setAccess(dir)
    },
  })

  test.each(pages)('%s is at %s, and leads there', async (...[old, address, heading]) => {
    await using _ = expectNoPageError(app.page)
    for (const opened of [address, old]) {
      await app.open(opened)
      await expect.poll(() => app.page.locator('h1').allInnerTexts()).toEqual([heading])
      expect(app.page.url()).toBe(app.url + address)
    }
  })

  test('a layout is around its pages, with its relative links and parameters, and without a word in the console', async () => {
    const warnings: string[] = []
    app.page.on('console', (message) => {
      if (message.type() === 'warning') warnings.push(message.text())
    })
    await app.open('/plugins/crm/accounts')
    await app.page.getByRole('link', { name: 'All customers' }).click()
    await expect.poll(() => app.page.locator('h1').innerText()).toBe('Customers')
    await app.page.getByRole('link', { name: 'Customer 7' }).click()
    await expect.poll(() => app.page.getByTestId('crm-layout').getAttribute('data-customer')).toBe('7')
    expect(app.page.url()).toBe(`${app.url}/plugins/crm/customers/7`)
    await app.page.getByRole('link', { name: 'Accounts' }).click()
    await expect.poll(() => app.page.locator('h1').innerText()).toBe('Accounts')
    expect(app.page.url()).toBe(`${app.url}/plugins/crm/accounts`)
    expect(warnings).toEqual([])
  })

  test('what a guard refused, the registry refuses', async () => {
    await app.open('/finance/payroll')
    await expect
      .poll(() => app.page.locator('[data-plugwright-card]').getAttribute('data-plugwright-card'))
      .toBe('forbidden')
    expect(app.page.url()).toBe(`${app.url}/plugins/finance/payroll`)
  })
})

/** The step that nobody can do for a person. */
async function setAccess(dir: string): Promise<void> {
  const file = join(dir, 'src/app.tsx')
  const text = await readFile(file, 'utf8')
  const lines = [
    "import { session } from './auth/session'",
    '',
    'registry.setAccess({ can: (permission) => session.permissions.includes(permission) })',
    '',
    'export function App',
  ]
  await writeFile(file, text.replace('export function App', lines.join('\n')))
}
