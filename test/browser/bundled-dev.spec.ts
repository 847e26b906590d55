import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { useApp } from './app.ts'
import { prepareFrameworkHost } from './framework-hosts.ts'
import { expectNoPageError, expectNoReload } from './page-guards.ts'

const app = useApp({
  mode: 'dev',
  app: 'test/browser/fixtures/react-host',
  async prepare(dir) {
    await prepareFrameworkHost('react-host', dir)
    const config = await readFile(join(dir, 'vite.config.ts'), 'utf8')
    await writeFile(
      join(dir, 'vite.config.ts'),
      config.replace('plugins: [', 'experimental: { bundledDev: true }, plugins: ['),
    )
  },
})

test('a bundled dev server shows pages of all frameworks, and follows edits, manifests, new and removed plugins', async () => {
  const { page } = app
  const heading = () => page.locator('h1').innerText()
  const go = async (address: string): Promise<void> => {
    await page.getByTestId('to').fill(address)
    await page.getByTestId('to').press('Enter')
  }
  expect(app.serverOutput()).toContain('VITE_BUNDLED_DEV')
  await app.open('/')
  // The server shows a page of its own until the first bundle is there, and reloads then.
  await expect.poll(heading).toBe('The host')
  await using _error = expectNoPageError(page)
  await using _reload = await expectNoReload(page)
  for (const [plugin, name] of [
    ['with-dom', 'DOM'],
    ['with-vue', 'Vue'],
    ['with-svelte', 'Svelte'],
    ['with-react', 'React'],
  ]) {
    await go(`/plugins/${plugin}/items/1`)
    await expect.poll(heading).toBe(`${name} one`)
  }

  await page.getByTestId('count').click()
  await app.editFile('plugins/with-react/frontend/src/pages/items/[id].tsx', (text) =>
    text.replace('React one', 'React two'),
  )
  await expect.poll(heading).toBe('React two')
  expect(await page.getByTestId('count').innerText()).toBe('1')

  await app.editFile('plugins/with-react/plugin.yaml', (text) =>
    text.replace('label: with-react', 'label: Renamed'),
  )
  await expect.poll(() => page.getByRole('link', { name: 'Renamed' }).count()).toBe(1)
  expect(await page.getByTestId('count').innerText()).toBe('1')

  await app.writeFile('plugins/guest/frontend/src/pages/index.tsx', 'export default () => <h1>Guest</h1>\n')
  await app.writeFile(
    'plugins/guest/plugin.yaml',
    'name: guest\nversion: 1.0.0\nnav: [{ label: Guest, path: /guest }]\n',
  )
  await page.getByRole('link', { name: 'Guest' }).click()
  await expect.poll(heading).toBe('Guest')

  await app.remove('plugins/guest')
  await expect.poll(() => page.locator('.plugwright-card').innerText()).toContain('guest is not installed')
  expect(await page.getByRole('link', { name: 'Guest' }).count()).toBe(0)
  expect(app.serverOutput()).not.toContain('Build error')
})
