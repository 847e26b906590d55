import { expect, test } from 'vitest'
import { useApp } from './app.ts'
import { expectNoReload } from './page-guards.ts'
import { viewPlatform } from './platform-view.ts'

// Whatever is broken in a plugin: the browser shows whose it is, where, and what to do. What Plugwright can read itself is a card
// in its place, which leaves the rest of the app alone; what only Vite can read is in Vite's overlay.
const app = useApp({ mode: 'dev' })

const PAGE = 'frontend/src/pages/index.tsx'

test.each([
  {
    title: 'a manifest that cannot be read',
    name: 'unread',
    files: { 'plugin.yaml': 'name: unread\nversion: 1.0\n', [PAGE]: page('') },
    shown: ['unread', 'plugins/unread/plugin.yaml:2:10', '> 2 | version: 1.0', 'Hint: '],
  },
  {
    title: 'a manifest that names a missing file',
    name: 'missing',
    files: {
      'plugin.yaml':
        'name: missing\nversion: 1.0.0\npages:\n  - path: /\n    module: frontend/src/pages/start.tsx\n',
      [PAGE]: page(''),
    },
    shown: ['missing 1.0.0', 'plugins/missing/plugin.yaml:5:', '> 5 |     module: frontend', 'Hint: '],
  },
  {
    title: 'a page that does not parse',
    name: 'unparsed',
    files: { 'plugin.yaml': manifest('unparsed'), [PAGE]: page('').replace('</h1>', '') },
    shown: ['unparsed 1.0.0', `plugins/unparsed/${PAGE}:`, 'Unexpected token', '> 3 | }'],
  },
  {
    title: 'an import that leads nowhere',
    name: 'unresolved',
    files: { 'plugin.yaml': manifest('unresolved'), [PAGE]: page("import 'nowhere'\n") },
    shown: [
      'unresolved 1.0.0',
      `plugins/unresolved/${PAGE}:1:8`,
      "> 1 | import 'nowhere'",
      'Hint: install it',
    ],
  },
])('$title is a card, and not in the way', async ({ name, files, shown }) => {
  for (const [file, text] of Object.entries(files)) await app.writeFile(`plugins/${name}/${file}`, text)
  await app.open(`/plugins/${name}`)
  const { card } = viewPlatform(app.page)
  for (const text of shown) await expect.poll(() => card.innerText()).toContain(text)
  expect(await app.page.locator('vite-error-overlay').count()).toBe(0)
})

test("a stylesheet that cannot be read is in Vite's overlay, with plugin, manifest line and fix", async () => {
  const view = viewPlatform(app.page)
  const overlay = app.page.locator('vite-error-overlay')
  const sheet = 'plugins/styled/frontend/src/pages/page.css'
  await app.writeFile(sheet, 'h1 { color: teal; }\n')
  await app.writeFile(sheet.replace('page.css', 'other.css'), 'h2 { color: teal; }\n')
  await app.writeFile(`plugins/styled/${PAGE}`, page("import './page.css'\n"))
  await app.writeFile(
    'plugins/styled/plugin.yaml',
    `${manifest('styled')}pages: [{ path: /, module: ${PAGE} }]\n`,
  )
  await app.open('/plugins/styled')
  await expect.poll(view.heading).toBe('Shown')
  await using _reload = await expectNoReload(app.page)

  await app.writeFile(sheet, "@import './other.css';\nh2 {\n")
  await expect.poll(() => overlay.locator('.message-body').innerText()).toContain('Plugin: styled 1.0.0')
  const text = await overlay.locator('.message-body').innerText()
  expect(text).toContain(`Manifest: plugins/styled/plugin.yaml:3 (${PAGE} needs this file)`)
  expect(text).toContain(`Fix: correct ${sheet}:2. `)
  await app.writeFile(sheet, 'h1 { color: navy; }\n')
  await expect.poll(() => overlay.count()).toBe(0)
  await expect.poll(view.heading).toBe('Shown')
})

function manifest(name: string): string {
  return `name: ${name}\nversion: 1.0.0\n`
}

function page(imports: string): string {
  return `${imports}export default function Page() {\n  return <h1 data-testid="page-heading">Shown</h1>\n}\n`
}
