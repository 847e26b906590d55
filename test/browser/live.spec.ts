import { expect, test } from 'vitest'
import { useApp } from './app.ts'
import { addFixturePlugins } from './fixture-plugins.ts'
import { expectNoPageError, expectNoReload } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'

// Each test changes a part of the copy that no other test looks at, most of them a plugin of their own.
const app = useApp({ mode: 'dev' })

test('the first page that needs a package of its plugin opens without a reload', async () => {
  const view = viewPlatform(app.page)
  await app.open('/')
  await expect.poll(view.heading).toBe('Overview')
  await using _error = expectNoPageError(app.page)
  await using _reload = await expectNoReload(app.page)
  await view.count(1)

  await view.follow('Customer 360')
  await app.page.getByTestId('crm-customer').first().getByRole('link').click()
  await expect.poll(() => app.page.getByTestId('crm-revenue-chart').isVisible()).toBe(true)
  expect(await view.counted()).toBe('1')
})

test('a manifest edit changes nav and titles, and keeps the state of the page', async () => {
  const view = viewPlatform(app.page)
  await app.open('/plugins/crm/customers')
  await expect.poll(view.heading).toBe('Customers')
  await using _error = expectNoPageError(app.page)
  await using _reload = await expectNoReload(app.page)
  await view.count(3)
  await app.page.getByTestId('crm-customer-search').fill('freight')

  await app.editFile('plugins/crm/plugin.yaml', (text) => text.replace('label: Accounts', 'label: Contracts'))
  await expect.poll(view.navLabels).toContain('Contracts')
  expect(await view.counted()).toBe('3')
  expect(await app.page.getByTestId('crm-customer-search').inputValue()).toBe('freight')
})

test('a plugin that is copied in appears, and one that is removed leaves its place', async () => {
  const view = viewPlatform(app.page)
  await app.open('/plugins/guest')
  await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-installed')
  await using _error = expectNoPageError(app.page)
  await using _reload = await expectNoReload(app.page)
  await view.count(2)

  await writePlugin('guest', 'Hello from a guest')
  await expect.poll(view.navLabels).toContain('guest')
  await expect.poll(view.heading).toBe('Hello from a guest')

  await app.remove('plugins/guest')
  await expect.poll(view.navLabels).not.toContain('guest')
  await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-installed')
  expect(await view.counted()).toBe('2')
})

test('a page file that is added is a page, and one that is removed is none', async () => {
  const view = viewPlatform(app.page)
  await writePlugin('growing', 'First')
  await app.open('/plugins/growing/second')
  await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-found')
  await using _reload = await expectNoReload(app.page)

  await app.writeFile('plugins/growing/frontend/src/pages/second.tsx', reactPage('Second'))
  await expect.poll(view.heading).toBe('Second')
  await app.remove('plugins/growing/frontend/src/pages/second.tsx')
  await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('not-found')
})

test('a syntax error shows a card at its own place, and goes when it is repaired', async () => {
  const view = viewPlatform(app.page)
  await writePlugin('fragile', 'In one piece')
  await app.open('/plugins/fragile')
  await expect.poll(view.heading).toBe('In one piece')
  await using _reload = await expectNoReload(app.page)
  await view.count(4)

  const page = 'plugins/fragile/frontend/src/pages/index.tsx'
  await app.editFile(page, (text) => text.replace('</h1>', '</h2>'))
  await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('failed')
  await expect.poll(() => view.card.innerText()).toContain('index.tsx')
  expect(await app.page.locator('vite-error-overlay').count()).toBe(0)
  await view.follow('Customer 360')
  await expect.poll(view.heading).toBe('Customers')
  await view.follow('fragile')
  await expect.poll(() => view.card.getAttribute('data-plugwright-card')).toBe('failed')

  await app.editFile(page, (text) => text.replace('</h2>', '</h1>').replace('In one piece', 'Whole again'))
  await expect.poll(view.heading).toBe('Whole again')
  expect(await view.counted()).toBe('4')
})

test('a broken manifest takes its plugin out and says why; the repaired one brings it back', async () => {
  const view = viewPlatform(app.page)
  await writePlugin('wavering', 'Here')
  await app.open('/administration')
  await expect
    .poll(view.pluginLines)
    .toContainEqual(expect.stringMatching(/^wavering 1\.0\.0 install (idle|active)$/))
  await using _reload = await expectNoReload(app.page)

  await app.editFile('plugins/wavering/plugin.yaml', (text) => text.replace('version: 1.0.0', 'version: 1.0'))
  await expect.poll(view.pluginLines).toContainEqual(expect.stringMatching(/^wavering .* invalid MANIFEST_/))
  await expect.poll(view.navLabels).not.toContain('wavering')

  await app.editFile('plugins/wavering/plugin.yaml', (text) => text.replace('version: 1.0', 'version: 1.0.1'))
  await expect
    .poll(view.pluginLines)
    .toContainEqual(expect.stringMatching(/^wavering 1\.0\.1 install (idle|active)$/))
  await expect.poll(view.navLabels).toContain('wavering')
})

test('a plugin that is shadowed or uncovered changes places', async () => {
  const view = viewPlatform(app.page)
  await writePlugin('twofold', 'From data', { root: 'data/plugins' })
  await app.open('/plugins/twofold')
  await expect.poll(view.heading).toBe('From data')
  await using _reload = await expectNoReload(app.page)

  await writePlugin('twofold', 'From install')
  await expect.poll(view.heading).toBe('From install')
  await app.remove('plugins/twofold')
  await expect.poll(view.heading).toBe('From data')
})

test('an edited helper of a page of plain DOM mounts the page anew', async () => {
  const view = viewPlatform(app.page)
  await app.open('/plugins/finance/ledger')
  const caption = app.page.getByTestId('finance-ledger-caption')
  await expect.poll(() => caption.innerText()).toContain('Opening balance')
  await using _error = expectNoPageError(app.page)
  await using _reload = await expectNoReload(app.page)
  await view.count(5)

  await app.editFile('plugins/finance/frontend/src/pages/_ledger/statement.ts', (text) =>
    text.replace('Opening balance', 'Brought forward'),
  )
  await expect.poll(() => caption.innerText()).toContain('Brought forward')
  expect(await caption.count()).toBe(1)
  expect(await view.counted()).toBe('5')
})

test('a React page whose exports change is taken anew, without a reload', async () => {
  const view = viewPlatform(app.page)
  await writePlugin('changing', 'Only a component')
  await app.open('/plugins/changing')
  await expect.poll(view.heading).toBe('Only a component')
  await using _error = expectNoPageError(app.page)
  await using _reload = await expectNoReload(app.page)
  await view.count(6)

  const page = 'plugins/changing/frontend/src/pages/index.tsx'
  await app.editFile(
    page,
    (text) => `${text.replace('Only a component', 'And a constant')}\nexport const limit = 3\n`,
  )
  await expect.poll(view.heading).toBe('And a constant')
  await app.editFile(page, (text) =>
    text.replace('And a constant', 'And a changed one').replace('= 3', '= 4'),
  )
  await expect.poll(view.heading).toBe('And a changed one')
  expect(await view.counted()).toBe('6')
})

test('plugins with installed packages of their own are copied in and opened', async () => {
  const view = viewPlatform(app.page)
  await app.open('/')
  await expect.poll(view.heading).toBe('Overview')
  await using _error = expectNoPageError(app.page)
  await using _reload = await expectNoReload(app.page)
  await view.count(7)

  await addFixturePlugins(app.dir)
  await expect.poll(view.navLabels).toContain('beta')
  await view.follow('alpha')
  await expect.poll(() => app.page.getByTestId('major').innerText()).toBe('major 1')
  await view.follow('beta')
  await expect.poll(() => app.page.getByTestId('major').innerText()).toBe('major 2')
  expect(await view.counted()).toBe('7')
})

test('a router follows its source', async () => {
  await app.writeFile(
    'plugins/answering/plugin.yaml',
    'name: answering\nversion: 1.0.0\nrouters: [backend/router.ts:router]\n',
  )
  await app.writeFile(
    'plugins/answering/backend/router.ts',
    "export const router = () => new Response('one')\n",
  )
  const answer = async (): Promise<string> => (await fetch(`${app.url}/api/answering/`)).text()
  await expect.poll(answer).toBe('one')
  await app.editFile('plugins/answering/backend/router.ts', (text) => text.replace('one', 'two'))
  await expect.poll(answer).toBe('two')
})

test('the server says in one line what changed, and never restarts', () => {
  expect(app.serverOutput()).toMatch(/plugwright {2}\d+ plugins · \d+ pages · 1 shadowed · \d+ broken/)
  expect(app.serverOutput()).not.toMatch(/server restarted|page reload/)
})

async function writePlugin(name: string, heading: string, { root = 'plugins' } = {}): Promise<void> {
  await app.writeFile(`${root}/${name}/frontend/src/pages/index.tsx`, reactPage(heading))
  await app.writeFile(
    `${root}/${name}/plugin.yaml`,
    `name: ${name}\nversion: 1.0.0\nnav: [{ label: ${name}, path: /${name} }]\n`,
  )
}

function reactPage(heading: string): string {
  return `export default function Page() {\n  return <h1 data-testid="page-heading">${heading}</h1>\n}\n`
}
