import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Registry } from '@plugwright/runtime'
import type { Page, Route } from 'playwright-core'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runBuild } from '../vite-process.ts'
import { useApp } from './app.ts'
import type { App } from './app.ts'
import { expectNoReload } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'

/** In the page, by {@link prepareHost}. */
declare const registry: Registry
declare const setLocale: (locale: string) => void

describe.each(['dev', 'build'] as const)('%s', (mode) => {
  const app = useApp({ mode, prepare: prepareHost })
  const customers = /\/customers(?:-[\w-]{8}\.js|\.tsx)(?:\?|$)/

  afterEach(async () => {
    await app.page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  test('a page that fails twice is asked for a third time', async () => {
    const view = viewPlatform(app.page)
    await openOverview(app)
    const asked = await failing(app.page, customers, 2)
    await view.follow('Customer 360')
    await expect.poll(view.heading).toBe('Customers')
    expect(asked()).toBe(3)
    expect(await view.card.count()).toBe(0)
    // It is the one and only: it works, and its context is there.
    await expect.poll(() => app.page.getByTestId('crm-customer').count()).toBeGreaterThan(3)
  })

  test('after that its card stands there, and its button asks again', async () => {
    const view = viewPlatform(app.page)
    await openOverview(app)
    await using _ = await expectNoReload(app.page)
    await view.count(2)
    const asked = await failing(app.page, customers, 3)
    await view.follow('Customer 360')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('failed')
    expect(asked()).toBe(3)
    await view.card.getByRole('button', { name: 'Try again' }).click()
    await expect.poll(view.heading).toBe('Customers')
    expect(await view.counted()).toBe('2')
  })

  test('what the code of a page throws is not asked for again', async () => {
    const view = viewPlatform(app.page)
    await openOverview(app)
    let asked = 0
    await app.page.route(customers, async (route) => {
      asked++
      await route.fulfill({ contentType: 'text/javascript', body: 'throw new Error("no rows")' })
    })
    await view.follow('Customer 360')
    await expect.poll(() => view.card.innerText()).toContain('no rows')
    expect(asked).toBe(1)
  })

  test('a page is fetched while the pointer rests on its link, and a click fetches nothing more', async () => {
    const view = viewPlatform(app.page)
    await app.open('/administration')
    await expect.poll(view.heading).toBe('Plugins')
    const asked = await failing(app.page, customers, 0)
    const link = app.page.locator('.shell > .sidebar [data-testid=nav-item]', { hasText: 'Customer 360' })
    const arrived = app.page.waitForResponse(customers)
    await link.hover()
    await arrived
    expect(asked()).toBe(1)
    expect(await view.heading()).toBe('Plugins')
    await link.click()
    await expect.poll(view.heading).toBe('Customers')
    expect(asked()).toBe(1)
  })

  test('a page that the user may not see is not fetched', async () => {
    const view = viewPlatform(app.page)
    await app.open('/administration')
    await view.viewAs('finance_clerk')
    await expect.poll(view.navLabels).not.toContain('Accounts')
    const asked = await failing(app.page, /\/accounts(?:-[\w-]{8}\.js|\.tsx)(?:\?|$)/, 0)
    await app.page.evaluate(() => registry.prefetch('/plugins/crm/accounts'))
    expect(asked()).toBe(0)
    await view.viewAs('administrator')
    await expect.poll(view.navLabels).toContain('Accounts')
  })

  test('a plugin that is switched off leaves, with its nav, blocks, styles and listeners, and comes back', async () => {
    const view = viewPlatform(app.page)
    await app.open('/plugins/crm/customers')
    await expect.poll(view.heading).toBe('Customers')
    await using _ = await expectNoReload(app.page)
    const all = await countStyles(app.page)

    await app.page.evaluate(() => registry.disable('crm', 'It is being repaired.'))
    await expect.poll(() => view.card.innerText()).toContain('It is being repaired.')
    expect(await view.navLabels()).not.toContain('Customer 360')
    expect(await countStyles(app.page)).toBeLessThan(all)

    await app.page.evaluate(() => registry.enable('crm'))
    await expect.poll(view.heading).toBe('Customers')
    expect(await view.navLabels()).toContain('Customer 360')
    expect(await countStyles(app.page)).toBe(all)
  })

  test('another language is there without a reload: nav, title and the texts of a page, whose state stays', async () => {
    const view = viewPlatform(app.page)
    const asked = await failing(app.page, /\/de(?:-[\w-]{8}\.js|\.json)(?:\?|$)/, 0)
    await app.open('/plugins/greeter')
    await expect.poll(view.heading).toBe('Hello, Ada: 2 letters')
    await using _ = await expectNoReload(app.page)
    expect(asked()).toBe(0)
    await app.page.getByTestId('greeter-field').fill('kept')

    await app.page.evaluate(() => setLocale('de'))
    await expect.poll(view.heading).toBe('Hallo, Ada: 2 Briefe')
    expect(await view.navLabels()).toContain('Grüße')
    expect(await app.page.title()).toContain('Begrüßung')
    expect(await app.page.getByTestId('greeter-field').inputValue()).toBe('kept')
    expect(asked()).toBe(1)

    if (mode === 'dev') {
      await app.editFile('plugins/greeter/frontend/locales/de.json', (text) =>
        text.replace('Hallo', 'Servus'),
      )
      await expect.poll(view.heading).toBe('Servus, Ada: 2 Briefe')
      expect(await app.page.getByTestId('greeter-field').inputValue()).toBe('kept')
    }
    await app.page.evaluate(() => setLocale('en'))
    await expect.poll(view.heading).toBe('Hello, Ada: 2 letters')
  })

  test.each(['newer-host', 'missing-plugin'])(
    'a plugin that asks for what is not there is blocked, and nothing of it is fetched: %s',
    async (name) => {
      const view = viewPlatform(app.page)
      const asked = await failing(app.page, new RegExp(`/${name}/.*\\.(?:js|tsx)(?:\\?|$)|plugin/${name}`), 0)
      await app.open(`/plugins/${name}`)
      await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('blocked')
      expect(await view.navLabels()).not.toContain(name)
      await app.page.evaluate((path) => registry.prefetch(path), `/plugins/${name}`)
      expect(asked()).toBe(0)
    },
  )

  test('?plugins= in the address switches plugins off in this tab, and nothing of them is fetched', async () => {
    const view = viewPlatform(app.page)
    const asked = await failing(app.page, /\/plugins\/crm\/.*\.(?:js|css|tsx)(?:\?|$)/, 0)
    await app.open('/plugins/crm/customers?plugins=-crm')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('disabled')
    expect(await view.navLabels()).not.toContain('Customer 360')
    await view.follow('Invoices')
    await expect.poll(view.heading).toBe('Invoices')
    await app.open('/?plugins=off')
    await expect.poll(view.heading).toBe('Overview')
    expect(await view.navLabels()).not.toContain('Invoices')
    expect(asked()).toBe(0)
    await app.open('/plugins/crm/customers?plugins=on')
    await expect.poll(view.heading).toBe('Customers')
  })

  if (mode === 'build') {
    test('a stylesheet that fails is asked for again, and the page has it', async () => {
      const view = viewPlatform(app.page)
      await openOverview(app)
      const asked = await failing(app.page, /\/customers-[\w-]{8}\.css$/, 2)
      await view.follow('Customer 360')
      await expect.poll(view.heading).toBe('Customers')
      expect(asked()).toBe(3)
      const links = app.page.locator('link[rel=stylesheet][href*="/crm/customers-"]')
      expect(await links.count()).toBe(1)
      expect(await links.evaluate((link) => (link as HTMLLinkElement).sheet !== null)).toBe(true)
    })

    test('a file that a page imports and that the browser does not ask for again needs a reload, and the card says so', async () => {
      const view = viewPlatform(app.page)
      await app.open('/administration')
      await expect.poll(view.heading).toBe('Plugins')
      await failing(app.page, /\/stage-badge-[\w-]{8}\.js/, 10)
      await view.follow('Customer 360')
      await expect
        .poll(() => view.card.innerText())
        .toContain('asks for it again only when the page is reloaded')
      await app.page.unrouteAll()
      await view.card.getByRole('button', { name: 'Reload the page' }).click()
      await expect.poll(view.heading).toBe('Customers')
    })
  }
})

describe('a tab that was opened before a deploy', () => {
  const app = useApp({ mode: 'build' })
  const page = 'plugins/crm/frontend/src/pages/customers.tsx'
  const record = 'dist/assets/plugins/registry.json'

  beforeAll(async () => {
    for (const folder of ['plugins', 'dist'])
      await cp(join(app.dir, folder), join(app.dir, 'first', folder), { recursive: true })
  })

  /** Puts back the first build, and the sources of it. */
  async function deployFirst(): Promise<void> {
    for (const folder of ['plugins', 'dist']) {
      await rm(join(app.dir, folder), { recursive: true })
      await cp(join(app.dir, 'first', folder), join(app.dir, folder), { recursive: true })
    }
  }

  beforeEach(async () => {
    await deployFirst()
    await openOverview(app)
    await viewPlatform(app.page).count(3)
  })

  test('opens the new page, without a reload', async () => {
    const view = viewPlatform(app.page)
    await using _ = await expectNoReload(app.page)
    const before = await listFiles(app, 'crm')
    await app.editFile(page, (text) => text.replace('>Customers<', '>Our customers<'))
    await runBuild(app.dir)
    expect((await listFiles(app, 'crm')).filter((file) => !before.includes(file))).not.toEqual([])

    await view.follow('Customer 360')
    await expect.poll(view.heading).toBe('Our customers')
    expect(await view.counted()).toBe('3')
    // The rest of the plugin is of the new build, too.
    await app.page.getByTestId('crm-customer').first().getByRole('link').click()
    await expect.poll(() => app.page.getByTestId('crm-revenue-chart').isVisible()).toBe(true)
    await view.follow('Accounts')
    await expect.poll(view.heading).toBe('Accounts')
    expect(await view.counted()).toBe('3')
  })

  test('opens the new page also when the plugin is in use', async () => {
    const view = viewPlatform(app.page)
    await view.follow('Accounts')
    await expect.poll(view.heading).toBe('Accounts')
    await using _ = await expectNoReload(app.page)
    await app.editFile(page, (text) => text.replace('>Customers<', '>Customers once more<'))
    await app.editFile('plugins/crm/plugin.yaml', (text) => text.replace('version: 0.1.0', 'version: 0.2.0'))
    await runBuild(app.dir)

    await view.follow('Customer 360')
    await expect.poll(view.heading).toBe('Customers once more')
    expect(await view.counted()).toBe('3')
    await app.page.getByTestId('nav-administration').first().click()
    await expect.poll(view.pluginLines).toContainEqual(expect.stringMatching(/^crm 0\.2\.0 install active$/))
  })

  test('says that the application was updated when what all share is another one, and reloads on demand', async () => {
    const view = viewPlatform(app.page)
    await removeFiles(app, 'crm', /^customers-/)
    await app.editFile(record, (text) => text.replace(/vendor-[\w-]{8}/, 'vendor-00000000'))
    await view.follow('Customer 360')
    await expect.poll(() => view.card.innerText()).toContain('The application was updated')
    await deployFirst()
    await view.card.getByRole('button', { name: 'Reload the page' }).click()
    await expect.poll(view.heading).toBe('Customers')
    expect(app.page.url()).toBe(`${app.url}/plugins/crm/customers`)
  })

  test('shows a plugin that is gone as not installed', async () => {
    const view = viewPlatform(app.page)
    await using _ = await expectNoReload(app.page)
    await removeFiles(app, 'crm', /./)
    await app.editFile(record, (text) => {
      const { plugins, ...rest } = JSON.parse(text) as { plugins: Record<string, unknown> }
      delete plugins['crm']
      return JSON.stringify({ ...rest, plugins })
    })
    await view.follow('Customer 360')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-installed')
    await expect.poll(view.navLabels).not.toContain('Customer 360')
    await view.follow('Invoices')
    await expect.poll(view.heading).toBe('Invoices')
    expect(await view.counted()).toBe('3')
  })

  test.each([
    ['missing', undefined],
    ['no JSON', '<!doctype html>'],
    ['of another shape', '{"plugins":[]}'],
    ['leading elsewhere', '{"shared":[],"plugins":{"crm":{"version":"9","level":"//127.0.0.1:9/x.js"}}}'],
  ])('keeps its card when the record is %s', async (_what, text) => {
    const view = viewPlatform(app.page)
    await using _ = await expectNoReload(app.page)
    await removeFiles(app, 'crm', /^customers-/)
    if (text === undefined) await rm(join(app.dir, record))
    else await writeFile(join(app.dir, record), text)
    await view.follow('Customer 360')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('failed')
    expect(await view.card.getByRole('button', { name: 'Try again' }).count()).toBe(1)
    await view.follow('Invoices')
    await expect.poll(view.heading).toBe('Invoices')
    expect(await view.counted()).toBe('3')
  })
})

/** Lets a test work the registry and the language as the host's own code does, and adds a plugin of two languages. */
async function prepareHost(dir: string): Promise<void> {
  const file = join(dir, 'src/app.tsx')
  const text = await readFile(file, 'utf8')
  const changed = text
    .replace('locale="en"', 'locale={locale}')
    .replace(
      '(): ReactElement | null {',
      "$&\n  const [locale, setLocale] = useState('en')\n  Object.assign(globalThis, { registry, setLocale })",
    )
    .replace('import type { ReactElement }', 'import { useState, type ReactElement }')
  await writeFile(file, changed)
  for (const [path, content] of Object.entries({ ...greeter, ...blocked })) {
    const target = join(dir, 'plugins', path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, content)
  }
}

const greeter = {
  'greeter/plugin.yaml': `name: greeter
version: 1.0.0
i18n: frontend/locales/{locale}.json
pages: [{ module: frontend/src/pages/index.tsx, title: { en: Greeting, de: Begrüßung } }]
nav: [{ label: { en: Greetings, de: Grüße }, path: /greeter }]
`,
  'greeter/frontend/locales/en.json':
    '{ "hello": "Hello, {name}", "mail": { "letters": { "one": "a letter", "other": "{count} letters" } } }',
  'greeter/frontend/locales/de.json':
    '{ "hello": "Hallo, {name}", "mail": { "letters": { "one": "ein Brief", "other": "{count} Briefe" } } }',
  'greeter/frontend/src/pages/index.tsx': `import { usePage } from '@plugwright/react'
export default function Greeting() {
  const { t } = usePage()
  return (
    <main>
      <h1 data-testid="page-heading">{t('hello', { name: 'Ada' })}: {t('mail.letters', { count: 2 })}</h1>
      <input data-testid="greeter-field" />
    </main>
  )
}
`,
}

const blocked = {
  'newer-host/plugin.yaml':
    'name: newer-host\nversion: 1.0.0\nrequires: { host: ^9.0.0 }\nnav: [{ label: newer-host, path: /newer-host }]\n',
  'newer-host/frontend/src/pages/index.tsx': 'export default () => null\n',
  'missing-plugin/plugin.yaml':
    'name: missing-plugin\nversion: 1.0.0\nrequires: { plugins: { nowhere: ^1.0.0 } }\nnav: [{ label: missing-plugin, path: /missing-plugin }]\n',
  'missing-plugin/frontend/src/pages/index.tsx': 'export default () => null\n',
}

/** Stylesheets that apply to a screen. */
function countStyles(page: Page): Promise<number> {
  return page.evaluate(
    () => [...document.styleSheets].filter(({ media }) => media.mediaText !== 'not all').length,
  )
}

/** Away from the plugin's pages, with its blocks loaded. */
async function openOverview(app: App): Promise<void> {
  await app.open('/')
  await expect.poll(() => app.page.getByTestId('block-crm-pipeline').isVisible()).toBe(true)
}

/** Lets the first requests for an address fail as if the line were down; counts all of them. */
async function failing(page: Page, address: RegExp, times: number): Promise<() => number> {
  let asked = 0
  await page.route(address, async (route: Route) => {
    asked++
    await (asked > times ? route.continue() : route.abort('connectionfailed'))
  })
  return () => asked
}

async function listFiles({ dir }: App, plugin: string): Promise<readonly string[]> {
  return (await readdir(join(dir, 'dist/assets/plugins', plugin))).toSorted()
}

async function removeFiles(app: App, plugin: string, name: RegExp): Promise<void> {
  for (const file of await listFiles(app, plugin))
    if (name.test(file)) await rm(join(app.dir, 'dist/assets/plugins', plugin, file))
}
