import { afterEach, describe, expect, test } from 'vitest'
import { linkTestPackages } from '../copy-with-packages.ts'
import { useApp } from './app.ts'
import type { App, Mode } from './app.ts'
import { writeTree } from './fixture-plugins.ts'
import { expectNoPageError, expectNoReload } from './page-guards.ts'

const GREEN = 'rgb(0, 128, 0)'
const BLUE = 'rgb(0, 0, 255)'

describe.each([
  { mode: 'dev', chunks: 'page' },
  { mode: 'build', chunks: 'page' },
  { mode: 'build', chunks: 'plugin' },
] as const)('styles of plugins, $mode, one chunk per $chunks', ({ mode, chunks }) => {
  const app = useStyles(mode, chunks)

  afterEach(async () => {
    await app.page.unrouteAll({ behavior: 'ignoreErrors' })
  })

  test('a page shows with its stylesheet, however late that comes', async () => {
    await using _ = expectNoPageError(app.page)
    await app.page.addInitScript(() => {
      const observer = new MutationObserver(() => {
        const heading = document.querySelector('h1')
        if (heading === null) return
        Reflect.set(globalThis, 'firstShown', getComputedStyle(heading).paddingTop)
        observer.disconnect()
      })
      observer.observe(document, { childList: true, subtree: true })
    })
    const script = app.page.waitForResponse(
      (response) => isOfPage(response.url()) && /(?:tsx|(?:pages|alpha)-.*js)$/.test(response.url()),
      // The first page waits for the packages to be bundled.
      { timeout: 20_000 },
    )
    const late: string[] = []
    await app.page.route(/\.css(?:$|\?)/, async (route) => {
      const url = route.request().url()
      if (isOfPage(url)) {
        await (await script).finished()
        late.push(url)
      }
      await route.continue()
    })
    await app.open('/plugins/alpha')
    await expect.poll(() => styleOf('h1', 'paddingTop')).toBe('7px')
    expect(late.length).toBeGreaterThan(0)
    expect(await app.page.evaluate(() => Reflect.get(globalThis, 'firstShown') as unknown)).toBe('7px')
  })

  test('what a page imports last wins over what pages have in common, in dev and build alike', async () => {
    for (const path of ['/plugins/alpha/other', '/plugins/alpha']) {
      await app.open(path)
      await expect.poll(() => styleOf('.order', 'color')).toBe(BLUE)
    }
  })

  test("in layers, the host wins over a plugin's more specific style", async () => {
    await app.open('/plugins/alpha')
    await expect.poll(() => styleOf('h1', 'paddingTop')).toBe('7px')
    expect(await styleOf('h1', 'color')).toBe(GREEN)
  })

  test('in layers, the plugin that ranks first wins, whatever was opened first', async () => {
    for (const order of [
      ['alpha', 'beta'],
      ['beta', 'alpha'],
    ] as const) {
      await app.open(`/plugins/${order[0]}`)
      await using _ = await expectNoReload(app.page)
      for (const name of order) {
        await app.page.getByRole('link', { name: `Plugin ${name}` }).click()
        await expect.poll(() => app.page.locator('h1').textContent()).toBe(name)
      }
      expect(await styleOf('.both', 'color')).toBe(BLUE)
    }
  })

  test('what strict left out says so in its place, with the file', async () => {
    await app.open('/plugins/broken')
    const card = app.page.locator('[data-plugwright-card]')
    await expect.poll(() => card.textContent()).toContain('broken')
    expect(await card.textContent()).toMatch(/frontend\/src\/pages\/index\.tsx/)
    await app.page.getByRole('link', { name: 'Plugin alpha' }).click()
    await expect.poll(() => app.page.locator('h1').textContent()).toBe('alpha')
  })

  if (mode === 'dev') {
    test('an edited stylesheet stays in its layer', async () => {
      await app.open('/plugins/alpha')
      await expect.poll(() => styleOf('h1', 'paddingTop')).toBe('7px')
      await using _ = await expectNoReload(app.page)
      await app.editFile('plugins/alpha/frontend/src/pages/index.css', (css) => css.replace('7px', '9px'))
      await expect.poll(() => styleOf('h1', 'paddingTop')).toBe('9px')
      expect(await styleOf('h1', 'color')).toBe(GREEN)
    })
  }

  async function styleOf(selector: string, name: 'color' | 'paddingTop'): Promise<string> {
    return app.page.locator(selector).evaluate((element, key) => getComputedStyle(element)[key], name)
  }
})

function isOfPage(url: string): boolean {
  return url.includes('/plugins/alpha/')
}

function useStyles(mode: Mode, chunks: 'page' | 'plugin'): App {
  return useApp({
    mode,
    app: 'test/browser/fixtures/counts',
    async prepare(dir) {
      await linkTestPackages(dir)
      await writeTree(dir, {
        'vite.config.ts': [
          "import { plugwright } from '@plugwright/vite'",
          "import react from '@vitejs/plugin-react'",
          '',
          `const plugins = plugwright({ layers: true, strict: false, types: false, chunks: '${chunks}' })`,
          'export default { plugins: [react(), plugins] }',
          '',
        ].join('\n'),
        'host.css': `h1 { color: ${GREEN} }\n`,
        'index.html': '<div id="root"></div><script type="module" src="/styled.tsx"></script>\n',
        'styled.tsx': "import './host.css'\nimport './main.tsx'\n",
        ...toPlugin(
          'alpha',
          `#root h1.alpha { color: red; padding-top: 7px }\n.both, .order { color: ${BLUE} }\n`,
        ),
        ...toPage('alpha', 'other', `.order { color: ${BLUE} }\n`),
        ...toPlugin('beta', '#root .both { color: red }\n'),
        ...toPlugin('broken', ''),
        'plugins/broken/frontend/src/pages/index.tsx': 'export default function (\n',
      })
    },
  })
}

function toPlugin(name: string, css: string): Record<string, string> {
  return {
    [`plugins/${name}/plugin.yaml`]: `name: ${name}\nversion: 1.0.0\nnav: [{ label: Plugin ${name}, path: /${name} }]\n`,
    [`plugins/${name}/frontend/src/order.css`]: '.order { color: red }\n',
    [`plugins/${name}/frontend/src/order.tsx`]:
      'import \'./order.css\'\nexport const Order = () => <p className="order">order</p>\n',
    ...toPage(name, 'index', css),
  }
}

function toPage(plugin: string, page: string, css: string): Record<string, string> {
  const pages = `plugins/${plugin}/frontend/src/pages`
  return {
    [`${pages}/${page}.css`]: css,
    [`${pages}/${page}.tsx`]: [
      "import { Order } from '../order'",
      `import './${page}.css'`,
      'export default () => (',
      `  <><h1 className="${plugin}">${plugin}</h1><p className="both">both</p><Order /></>`,
      ')',
      '',
    ].join('\n'),
  }
}
