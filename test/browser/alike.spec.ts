import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildPlugin as buildWithEsbuild } from '@plugwright/esbuild'
import { BUILD_FOLDER, readBuildManifest } from '@plugwright/pack'
import type { PackResult } from '@plugwright/pack'
import { buildPlugin as buildWithRollup } from '@plugwright/rollup'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { linkTestPackages } from '../copy-with-packages.ts'
import { runBuild } from '../vite-process.ts'
import { resolveChromium } from './chromium.ts'
import { copyApp } from './copy-app.ts'
import { expectNoPageError } from './page-guards.ts'
import { serveFolder } from './serve-folder.ts'

const SHARED = ['react', 'react/jsx-runtime', 'react-dom/client']

let dir: string

beforeAll(async () => {
  dir = await copyApp(join(import.meta.dirname, 'fixtures/alike'), 'alike')
  await linkTestPackages(dir)
  const output = await runBuild(dir)
  expect(output).toContain('1 plugin')
  await addPackage('esbuild', buildWithEsbuild)
  await addPackage('rollup', buildWithRollup)
  await addShared()
})

afterAll(() => rm(dir, { recursive: true, force: true }))

test('a page looks and works alike: merged, built by esbuild and built by Rollup', async () => {
  await using server = await serveFolder(join(dir, 'dist'))
  const { executablePath, args, env } = await resolveChromium()
  const browser = await chromium.launch({ executablePath, args: [...args], env: { ...env } })
  try {
    const seen = []
    for (const path of ['/', '/esbuild/', '/rollup/']) {
      const page = await browser.newPage({ viewport: { width: 800, height: 600 } })
      await using _ = expectNoPageError(page)
      await page.goto(`${server.url}${path}`)
      await page.getByRole('button').click()
      await expect.poll(() => page.getByTestId('later').count()).toBe(1)
      await expect.poll(() => page.locator('output').innerText()).toBe('Fetched from a URL.')
      seen.push(await look(page))
    }
    const [merged, esbuild, rollup] = seen
    expect(merged?.text).toContain('· Rendered alike')
    expect(merged?.text).toContain('production false true')
    expect(merged?.images).toEqual([24, 30])
    expect(merged?.elements[0]?.styles).toMatchObject({ 'padding-left': '5px', 'background-image': 'url()' })
    expect(merged?.elements.at(-1)?.styles['color']).toBe('rgb(40, 50, 60)')
    expect(esbuild).toEqual(merged)
    expect(rollup).toEqual(merged)
  } finally {
    await browser.close()
  }
})

/** Builds the plugin and puts its pages below `dist/<name>`, with the document of a host that knows only packages. */
async function addPackage(name: string, buildPlugin: (dir: string) => Promise<PackResult>): Promise<void> {
  const plugin = join(dir, 'plugins/alike')
  const { diagnostics } = await buildPlugin(plugin)
  expect(diagnostics).toEqual([])
  const built = await readBuildManifest(plugin, 'pages')
  const [page] = built?.entryPoints ?? []
  await cp(join(plugin, BUILD_FOLDER, 'pages'), join(dir, 'dist', name), { recursive: true })
  const imports = Object.fromEntries(SHARED.map((id) => [id, `../shared/${fileOf(id)}`]))
  await writeFile(
    join(dir, 'dist', name, 'index.html'),
    `<!doctype html>
<html lang="en">
  <link rel="icon" href="data:,">
  ${page?.css.map((sheet) => `<link rel="stylesheet" href="./${sheet}">`).join('')}
  <script type="importmap">${JSON.stringify({ imports })}</script>
  <div id="root"></div>
  <script type="module">
    import { createElement } from 'react'
    import { createRoot } from 'react-dom/client'
    import Page from './${page?.file}'
    createRoot(document.getElementById('root')).render(createElement(Page))
  </script>
</html>`,
  )
}

/** React as ES modules that name their exports, as a host serves it to packages. */
async function addShared(): Promise<void> {
  const sources = join(dir, 'shared')
  await mkdir(sources)
  const require = createRequire(import.meta.url)
  for (const id of SHARED) {
    const names = Object.keys(require(id) as object)
    const text = `import all from '${id}'\nexport default all\nexport const { ${names.join(', ')} } = all\n`
    await writeFile(join(sources, fileOf(id)), text)
  }
  await build({
    entryPoints: SHARED.map((id) => join(sources, fileOf(id))),
    outdir: join(dir, 'dist/shared'),
    bundle: true,
    splitting: true,
    format: 'esm',
    define: { 'process.env.NODE_ENV': '"production"' },
  })
}

function fileOf(id: string): string {
  return `${id.replaceAll('/', '-')}.js`
}

/** What a person would see of the page. Names that bundlers make up are left out. */
async function look(page: Page): Promise<Look> {
  return page.getByTestId('alike').evaluate((main) => {
    const elements = [main, ...main.querySelectorAll('*')]
    return {
      text: (main as HTMLElement).innerText,
      images: [...main.querySelectorAll('img')].map((image) => image.naturalWidth),
      elements: elements.map((element) => {
        const styles = getComputedStyle(element)
        const entries = [...styles].map((name) => {
          const value = styles.getPropertyValue(name)
          return [name, value.replaceAll(/url\([^)]*\)/g, 'url()').replaceAll(/\S*spin\S*/g, 'spin')] as const
        })
        return { tag: element.tagName, styles: Object.fromEntries(entries) }
      }),
    }
  })
}

interface Look {
  readonly text: string
  readonly images: readonly number[]
  readonly elements: readonly { readonly tag: string; readonly styles: Readonly<Record<string, string>> }[]
}
