import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../repository.ts'
import { useApp } from './app.ts'
import type { App } from './app.ts'
import { addFixturePlugins, privateMarker } from './fixture-plugins.ts'
import { expectNoPageError } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'

describe.each(['dev', 'build'] as const)('the platform, %s', (mode) => {
  const app = useApp({ mode, prepare: addFixturePlugins })

  test('shows pages of both roots', async () => {
    await using _ = expectNoPageError(app.page)
    const view = viewPlatform(app.page)
    await app.open('/')
    await expect.poll(() => app.page.getByTestId('block-crm-pipeline').isVisible()).toBe(true)

    await view.follow('Customer 360')
    await expect.poll(view.heading).toBe('Customers')
    await expect.poll(() => app.page.getByTestId('crm-customer').count()).toBeGreaterThan(3)
    await expect.poll(() => app.page.title()).toContain('Customers')

    await view.follow('Shipments')
    await expect.poll(view.heading).toBe('Shipments')
    await expect.poll(() => app.page.getByTestId('shipping-shipment').count()).toBeGreaterThan(0)
  })

  test('passes route parameters to a page, by link and by address', async () => {
    await using _ = expectNoPageError(app.page)
    const view = viewPlatform(app.page)
    await app.open('/plugins/crm/customers')
    const link = app.page.getByTestId('crm-customer').nth(1).getByRole('link')
    const name = await link.innerText()
    await link.click()
    await expect.poll(view.heading).toBe(name)
    await expect.poll(() => app.page.getByTestId('crm-revenue-chart').isVisible()).toBe(true)

    await app.page.reload()
    await expect.poll(view.heading).toBe(name)
  })

  test('mounts and leaves a page of plain DOM', async () => {
    await using _ = expectNoPageError(app.page)
    const view = viewPlatform(app.page)
    await app.open('/plugins/finance/ledger')
    await expect.poll(view.heading).toBe('Ledger')
    await expect.poll(() => app.page.getByTestId('finance-posting').count()).toBeGreaterThan(2)

    await view.follow('Invoices')
    await expect.poll(view.heading).toBe('Invoices')
    expect(await app.page.getByTestId('finance-posting').count()).toBe(0)
  })

  test('styles pages and finds their assets', async () => {
    await using _ = expectNoPageError(app.page)
    await app.open('/plugins/crm/customers')
    await app.page.getByTestId('crm-customer-search').fill('nobody has this name')
    const image = app.page.getByTestId('crm-empty-image')
    await expect
      .poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0)
    const display = await image.evaluate((element) => getComputedStyle(element.parentElement!).display)
    expect(display).not.toBe('block')
  })

  test('shows nav and blocks by role', async () => {
    const view = viewPlatform(app.page)
    await app.open('/')
    await expect.poll(view.groups).toContain('crm_support')
    await expect.poll(view.navLabels).toContain('Ledger')

    await view.viewAs('crm_support')
    await expect.poll(view.navLabels).toEqual(['alpha', 'beta', 'Customer 360'])
    await expect.poll(() => app.page.getByTestId('block-finance-cash-flow').count()).toBe(0)
    await expect.poll(() => app.page.getByTestId('block-crm-pipeline').count()).toBe(1)

    await view.viewAs('administrator')
    await expect.poll(view.navLabels).toContain('Ledger')
  })

  test('refuses a gated page that is opened by its address, and fetches nothing of it', async () => {
    const view = viewPlatform(app.page)
    await app.open('/')
    await view.viewAs('crm_support')
    const fetched = recordRequests(app)
    await app.open('/plugins/finance/ledger')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('forbidden')
    expect(
      fetched().filter((url) => /ledger\.ts|_ledger|assets\/plugins\/finance\/.*ledger/i.test(url)),
    ).toEqual([])

    await view.viewAs('administrator')
    await expect.poll(view.heading).toBe('Ledger')
  })

  test('tells a plugin that is not there from a page that is not there', async () => {
    const view = viewPlatform(app.page)
    await app.open('/plugins/nobody')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-installed')
    await app.open('/plugins/crm/nowhere')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-found')
  })

  test('isolates a syntax error to its page', async () => {
    const view = viewPlatform(app.page)
    await app.open('/plugins/broken-page/rates')
    await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('failed')
    await expect.poll(() => view.card.innerText()).toContain('0.3.1')
    await view.follow('Shipments')
    await expect.poll(view.heading).toBe('Shipments')
  })

  test('reports shadowed and broken plugins on the administration page', async () => {
    const view = viewPlatform(app.page)
    await app.open('/administration')
    await expect.poll(async () => (await view.pluginLines()).length).toBeGreaterThanOrEqual(8)
    const lines = await view.pluginLines()
    expect(lines).toContainEqual(expect.stringMatching(/^crm 0\.1\.0 install (idle|active)$/))
    expect(lines).toContainEqual(expect.stringMatching(/^finance .* shadowed PLUGIN_SHADOWED$/))
    expect(lines).toContainEqual(expect.stringMatching(/^broken-manifest .* invalid .*MANIFEST_/))
    const shadowed = app.page.locator('[data-testid=admin-problem][data-code=PLUGIN_SHADOWED]')
    expect(await shadowed.innerText()).toContain('finance 0.0.9')
  })

  test('has one React, also where a plugin carries its own', async () => {
    await using _ = expectNoPageError(app.page)
    const expected = (await readJson(join(app.dir, 'node_modules/react/package.json'))).version
    for (const plugin of ['alpha', 'beta']) {
      await app.open(`/plugins/${plugin}`)
      await expect.poll(() => app.page.getByTestId('react-version').innerText()).toBe(expected)
      await app.page.getByTestId('clicks').click()
      await expect.poll(() => app.page.getByTestId('clicks').innerText()).toBe('1')
    }
  })

  test('gives each plugin its own major of one library', async () => {
    await app.open('/plugins/alpha')
    await expect.poll(() => app.page.getByTestId('major').innerText()).toBe('major 1')
    await app.open('/plugins/beta')
    await expect.poll(() => app.page.getByTestId('major').innerText()).toBe('major 2')
  })

  test('serves the routers of plugins', async () => {
    const ping = await fetch(`${app.url}/api/_demo/ping`)
    expect(ping.status).toBe(200)
    expect(await ping.json()).toEqual({ plugin: '_demo', ok: true })

    const customers = await fetch(`${app.url}/api/crm/customers`)
    expect(((await customers.json()) as unknown[]).length).toBeGreaterThan(3)

    const refused = await fetch(`${app.url}/api/crm/accounts`, {
      headers: { 'x-atrium-role': 'finance_clerk' },
    })
    expect(refused.status).toBe(403)
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
    expect(await refused.json()).toMatchObject({ code: 'ROUTER_FORBIDDEN' })

    expect((await fetch(`${app.url}/api/crm/customers/none`)).status).toBe(404)
  })

  test('fetches nothing of a plugin before one of its pages opens', async () => {
    const view = viewPlatform(app.page)
    const fetched = recordRequests(app)
    await app.open('/administration')
    await expect.poll(view.heading).toBe('Plugins')
    const ofPlugins = fetched().filter((url) => /\/(data\/)?plugins\/[\w-]+\/.*\.(tsx?|js|css)/.test(url))
    expect(ofPlugins).toEqual([])
  })

  if (mode === 'build') describeBuild(app)
})

function describeBuild(app: App): void {
  test('keeps a private dependency out of the start bundle', async () => {
    const assets = await readTexts(join(app.dir, 'dist/assets'))
    const withTable = [...assets].filter(([, text]) => text.includes(privateMarker)).map(([name]) => name)
    expect(withTable).toHaveLength(1)

    const start = await startFiles(app)
    expect(start.some((name) => withTable.includes(name))).toBe(false)
    const text = start.map((name) => assets.get(name) ?? '').join('')
    for (const ofPlugins of [privateMarker, 'major 1', 'major 2', 'BarController', 'Everyone we sell to']) {
      expect(text).not.toContain(ofPlugins)
    }
  })

  test('tells a visitor what is wrong, and neither where nor how the server is built', async () => {
    const assets = await readTexts(join(app.dir, 'dist/assets'))
    for (const [name, text] of assets) {
      expect(text.includes(root), `${name} contains the folder of the repository`).toBe(false)
    }
  })

  test('reports what was left out', () => {
    expect(app.buildOutput).toContain('broken-manifest')
    expect(app.buildOutput).toContain('rates.tsx')
  })
}

/** Names below `assets/` of the files that `index.html` loads before anything is opened. */
async function startFiles({ dir }: App): Promise<readonly string[]> {
  const html = await readFile(join(dir, 'dist/index.html'), 'utf8')
  const names = [...html.matchAll(/(?:src|href)="\/assets\/(?<name>[^"]+\.js)"/g)].map(
    (match) => match.groups?.['name'] ?? '',
  )
  expect(names).not.toEqual([])
  return names
}

async function readTexts(dir: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.(js|css)$/.test(entry.name))
  const texts = await Promise.all(
    files.map(async (entry) => {
      const file = join(entry.parentPath, entry.name)
      return [file.slice(dir.length + 1), await readFile(file, 'utf8')] as const
    }),
  )
  return new Map(texts)
}

async function readJson(file: string): Promise<{ version: string }> {
  return JSON.parse(await readFile(file, 'utf8')) as { version: string }
}

/** The paths that the page asks for from now on. */
function recordRequests(app: App): () => readonly string[] {
  const paths: string[] = []
  app.page.on('request', (request) => paths.push(new URL(request.url()).pathname))
  return () => paths
}
