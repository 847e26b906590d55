import { readdir, readFile, writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { useApp } from './app.ts'
import type { App } from './app.ts'
import { expectNoPageError } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'

describe('a development server', () => {
  const app = useApp({ mode: 'dev' })

  describe('the inspector', () => {
    test('shows the plugins of the platform, and what is broken first', async () => {
      await using _ = expectNoPageError(app.page)
      await open(app, '')
      await expect.poll(() => app.page.getByRole('heading', { name: 'Overview' }).isVisible()).toBe(true)
      await expect.poll(() => app.page.locator('.lines li').first().innerText()).toContain('0.2')
      await expect.poll(() => app.page.getByTestId('connection').innerText()).toBe('live')

      await open(app, '#/plugins')
      await expect
        .poll(() => plugins(app))
        .toEqual([
          '_demo merged',
          'crm merged',
          'finance merged',
          'broken-manifest invalid',
          'broken-page merged',
          'finance shadowed',
        ])
      await open(app, '#/plugins/broken-manifest')
      const frame = app.page.getByTestId('plugin-panel').locator('.frame').first()
      await expect.poll(() => frame.innerText()).toContain('> 3 | version: 0.2')
    })

    test('names the places of a plugin that is shadowed', async () => {
      await open(app, `#/plugins/${encodeURIComponent('data/plugins/finance')}`)
      await expect
        .poll(() => app.page.getByTestId('plugin-panel').innerText())
        .toMatch(/Shadowed by\s+plugins\/finance 0\.1\.0 \(install\)/)
    })

    test('follows an edited manifest without a reload', async () => {
      await using _ = expectNoPageError(app.page)
      await open(app, '#/routes?q=accounts')
      await expect.poll(() => app.page.locator('[data-testid=route]').innerText()).toContain('Accounts')
      await app.page.evaluate(() => Object.assign(window, { isSame: true }))
      await app.editFile('plugins/crm/plugin.yaml', (text) =>
        text.replace('title: Accounts', 'title: Companies'),
      )
      await expect.poll(() => app.page.locator('[data-testid=route]').innerText()).toContain('Companies')
      expect(await app.page.evaluate(() => 'isSame' in window)).toBe(true)
    })

    test('finds code that is broken once its page was opened', async () => {
      await app.open('/plugins/broken-page/rates')
      await expect.poll(() => viewPlatform(app.page).card.isVisible()).toBe(true)
      await open(app, `#/why/${encodeURIComponent('/plugins/broken-page/rates')}`)
      await expect.poll(() => verdict(app)).toMatch(/^no: .*Its code is broken/)
      await open(app, '#/sizes')
      await expect.poll(() => app.page.getByTestId('module').count()).toBeGreaterThan(0)
    })

    test.each([
      ['crm', 'yes', /The plugin crm is shown\./],
      ['data/plugins/finance', 'no', /shadowed: plugins\/finance 0\.1\.0/],
      ['broken-manifest', 'no', /Its manifest has 2 errors/],
      ['/plugins/crm/nowhere', 'no', /no page at \/nowhere/],
    ])('why %s is shown or not', async (subject, shown, words) => {
      await open(app, '#/why')
      await app.page.getByTestId('why-subject').fill(subject)
      await app.page.keyboard.press('Enter')
      await expect.poll(() => verdict(app)).toMatch(words)
      expect(await verdict(app)).toMatch(new RegExp(`^${shown}: `))
    })

    test('explains for a seed group', async () => {
      await open(app, `#/why/${encodeURIComponent('/plugins/finance/ledger')}`)
      await expect.poll(() => verdict(app)).toMatch(/^maybe: /)
      await app.page.getByTestId('view-as').selectOption('crm_support')
      await expect
        .poll(() => verdict(app))
        .toMatch(/^no: .*ledger\.read, which the group crm_support does not have/)
      await app.page.getByTestId('view-as').selectOption('finance_controller')
      await expect.poll(() => verdict(app)).toMatch(/^yes: /)
    })

    test('works with the keyboard', async () => {
      await open(app, '#/plugins')
      await expect.poll(() => app.page.getByTestId('plugin').count()).toBeGreaterThan(0)
      await app.page.keyboard.press('Tab')
      expect(await app.page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
      await app.page.keyboard.press('Enter')
      expect(await app.page.evaluate(() => document.activeElement?.id)).toBe('main')
      await app.page.keyboard.press('/')
      await app.page.keyboard.type('crm')
      await expect.poll(() => plugins(app)).toEqual(['crm merged'])
      await app.page.keyboard.press('Tab')
      await app.page.keyboard.press('Enter')
      const panel = app.page.getByTestId('plugin-panel')
      await expect.poll(() => panel.isVisible()).toBe(true)
      await app.page.keyboard.press('Escape')
      await expect.poll(() => panel.count()).toBe(0)
      expect(await app.page.evaluate(() => document.activeElement?.textContent)).toBe('CRM')
    })

    test('is dark where the system is, and where one wants it', async () => {
      const ground = (): Promise<string> =>
        app.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
      await app.page.emulateMedia({ colorScheme: 'light' })
      await open(app, '')
      await expect.poll(ground).toBe('rgb(246, 246, 244)')
      await app.page.emulateMedia({ colorScheme: 'dark' })
      await expect.poll(ground).toBe('rgb(19, 19, 22)')
      await app.page.getByTestId('scheme').selectOption('light')
      await expect.poll(ground).toBe('rgb(246, 246, 244)')
      await app.page.getByTestId('scheme').selectOption('system')
      await app.page.emulateMedia({ colorScheme: null })
    })

    test('asks nobody else', async () => {
      const asked: string[] = []
      app.page.on('request', (request) => asked.push(new URL(request.url()).origin))
      await open(app, '#/problems')
      await expect.poll(() => app.page.locator('.problem').count()).toBeGreaterThan(2)
      expect(new Set(asked)).toEqual(new Set([app.url]))
    })

    test('has a JSON twin', async () => {
      const inspection = (await (await fetch(`${app.url}/__plugwright/data.json`)).json()) as object
      expect(inspection).toMatchObject({
        format: 'plugwright-inspection/1',
        host: { name: '@examples/platform', base: '/', routeBase: '/plugins' },
        counts: { plugins: 4, shadowed: 1 },
      })
    })
  })

  describe('Alt in the app', () => {
    test('fetches nothing before it is pressed', async () => {
      const asked: string[] = []
      app.page.on('request', (request) => asked.push(request.url()))
      await app.open('/')
      await expect.poll(() => app.page.getByTestId('block-crm-pipeline').isVisible()).toBe(true)
      expect(asked.filter((url) => /\/(?:overlay|badge)-/.test(url))).toEqual([])
      await app.page.keyboard.press('Alt')
      await expect.poll(() => asked.filter((url) => url.includes('/overlay-')).length).toBe(1)
    })

    test('outlines a block, and a click tells about it', async () => {
      await using _ = expectNoPageError(app.page)
      await app.open('/')
      const block = app.page.getByTestId('block-crm-pipeline')
      await expect.poll(() => block.isVisible()).toBe(true)
      // The pointer lies still, and the overlay comes only now.
      await block.hover()
      await app.page.keyboard.down('Alt')
      const outline = app.page.locator('plugwright-overlay .outline')
      await expect.poll(() => outline.isVisible()).toBe(true)
      await app.page.keyboard.up('Alt')
      await expect.poll(() => outline.isVisible()).toBe(false)
      await block.click({ modifiers: ['Alt'] })
      const card = app.page.getByTestId('plugwright-card')
      await expect.poll(() => card.innerText()).toContain('frontend/src/blocks/dashboard/pipeline.tsx')
      for (const words of ['CRM', '0.1.0', 'dashboard', 'customer.read', 'Open in the editor'])
        expect(await card.innerText()).toContain(words)
      expect(await card.getByText('Open in the inspector').getAttribute('href')).toBe(
        '/__plugwright/#/plugins/crm',
      )
      await app.page.keyboard.press('Escape')
      await expect.poll(() => card.count()).toBe(0)
    })

    test('takes a click on a page from its links, and leaves one outside of plugins alone', async () => {
      const view = viewPlatform(app.page)
      await app.open('/plugins/crm/customers')
      const link = app.page.getByTestId('crm-customer').nth(1).getByRole('link')
      await link.click({ modifiers: ['Alt'] })
      const card = app.page.getByTestId('plugwright-card')
      await expect.poll(() => card.innerText()).toContain('/plugins/crm/customers')
      expect(new URL(app.page.url()).pathname).toBe('/plugins/crm/customers')
      await view.follow('Invoices')
      await expect.poll(view.heading).toBe('Invoices')
      await expect.poll(() => card.count()).toBe(0)
    })

    test('has a way for the keyboard', async () => {
      await app.open('/plugins/crm/customers')
      await expect.poll(() => app.page.getByTestId('crm-customer').count()).toBeGreaterThan(0)
      await app.page.keyboard.press('Alt')
      const card = app.page.getByTestId('plugwright-card')
      await expect
        .poll(async () => {
          await app.page.keyboard.press('Alt+Shift+I')
          return card.count()
        })
        .toBe(1)
      await app.page.keyboard.press('Tab')
      await app.page.keyboard.press('Enter')
      await expect.poll(() => card.count()).toBe(0)
    })
  })

  describe('view as', () => {
    test('shows the app as a seed group sees it, whatever the host grants, until one leaves', async () => {
      await using _ = expectNoPageError(app.page)
      const view = viewPlatform(app.page)
      await app.open('/?plugwright-as=crm_support')
      await expect.poll(view.navLabels).toEqual(['Customer 360'])
      const badge = app.page.locator('plugwright-view-as .badge')
      await expect.poll(() => badge.innerText()).toContain('Viewing as crm_support')
      // The host's own switch says who is signed in, and not what is seen here.
      await view.viewAs('administrator')
      expect(await view.navLabels()).toEqual(['Customer 360'])

      await app.open('/plugins/finance/ledger')
      await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('forbidden')
      await app.page.getByTestId('leave-view').click()
      await expect.poll(view.heading).toBe('Ledger')
      await expect.poll(() => badge.isVisible()).toBe(false)
      await app.page.reload()
      await expect.poll(view.heading).toBe('Ledger')
    })

    test('ends with an empty group, and says when nobody has the group', async () => {
      const view = viewPlatform(app.page)
      await app.open('/?plugwright-as=crm_nobody')
      await expect
        .poll(() => app.page.locator('plugwright-view-as .badge').innerText())
        .toContain('No plugin has the seed group crm_nobody')
      await expect.poll(view.navLabels).toEqual([])
      await app.open('/?plugwright-as=')
      await expect.poll(view.navLabels).toContain('Ledger')
    })
  })
})

describe('without the inspector', () => {
  const app = useApp({
    mode: 'dev',
    prepare: async (dir) => {
      const text = await readFile(`${dir}/vite.config.ts`, 'utf8')
      await writeFile(`${dir}/vite.config.ts`, text.replace('plugwright({', 'plugwright({ inspect: false,'))
    },
  })

  test('nothing is at its address, and nothing of it in the app', async () => {
    const asked: string[] = []
    app.page.on('request', (request) => asked.push(request.url()))
    await app.open('/?plugwright-as=crm_support')
    await expect.poll(viewPlatform(app.page).navLabels).toContain('Ledger')
    expect(asked.filter((url) => /follow-inspector|\/overlay\//.test(url))).toEqual([])
    const response = await fetch(`${app.url}/__plugwright/data.json`)
    expect(response.headers.get('content-type')).not.toContain('json')
  })
})

describe('a build', () => {
  const app = useApp({ mode: 'build' })

  test('has nothing of the inspector', async () => {
    const response = await fetch(`${app.url}/__plugwright/data.json`)
    expect(response.headers.get('content-type')).not.toContain('json')
    const names = await readdir(`${app.dir}/dist`, { recursive: true })
    const scripts = names.filter((name) => name.endsWith('.js'))
    expect(scripts).not.toEqual([])
    for (const name of scripts)
      expect(await readFile(`${app.dir}/dist/${name}`, 'utf8'), name).not.toMatch(
        /plugwright-(?:as|overlay|inspect)/,
      )
    await app.open('/?plugwright-as=crm_support')
    await expect.poll(viewPlatform(app.page).navLabels).toContain('Ledger')
  })
})

/** Opens a place of the inspector; another hash alone would be no navigation. */
async function open(app: App, hash: string): Promise<void> {
  await app.page.goto('about:blank')
  await app.open(`/__plugwright/${hash}`)
}

async function plugins({ page }: App): Promise<string[]> {
  return page
    .getByTestId('plugin')
    .evaluateAll((rows) =>
      rows.map((row) => `${row.getAttribute('data-plugin')} ${row.getAttribute('data-state')}`),
    )
}

/** `no: The plugin … is not shown. …` */
async function verdict({ page }: App): Promise<string> {
  const element = page.getByTestId('verdict')
  return `${await element.getAttribute('data-shown')}: ${await element.innerText()}`
}
