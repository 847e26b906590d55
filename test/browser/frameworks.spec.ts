import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { useApp } from './app.ts'
import type { App } from './app.ts'
import { prepareFrameworkHost } from './framework-hosts.ts'
import type { FrameworkHost } from './framework-hosts.ts'
import { expectNoPageError, expectNoReload } from './page-guards.ts'

/** Which framework keeps what when a page's file is edited. */
const EDITS = [
  { plugin: 'with-react', file: 'tsx', heading: 'React', keepsState: true },
  { plugin: 'with-vue', file: 'vue', heading: 'Vue', keepsState: true },
  // Svelte starts an edited component anew.
  { plugin: 'with-svelte', file: 'svelte', heading: 'Svelte', keepsState: false },
  { plugin: 'with-dom', file: 'ts', heading: 'DOM', keepsState: false },
] as const

const HOSTS = [
  { host: 'react-host', plugins: ['with-react', 'with-vue', 'with-svelte', 'with-dom'] },
  { host: 'vue-host', plugins: ['with-react', 'with-vue', 'with-dom'] },
] as const

describe.each(HOSTS)('$host', ({ host, plugins }) => {
  describe.each(['dev', 'build'] as const)('%s', (mode) => {
    const app = useFixture(host, mode)
    const shown = EDITS.filter(({ plugin }) => (plugins as readonly string[]).includes(plugin))

    test('opens the pages of all frameworks one after the other, and leaves nothing behind', async () => {
      await app.open('/')
      await expect.poll(() => heading(app)).toBe('The host')
      await using _error = expectNoPageError(app.page)
      await using _reload = await expectNoReload(app.page)
      for (const { plugin, heading: name } of [...shown, ...shown.toReversed()]) {
        await app.page.getByRole('link', { name: plugin, exact: true }).click()
        await expect.poll(() => heading(app)).toBe(`${name} one`)
        await expect.poll(() => text(app, 'id')).toBe('1')
        expect(await app.page.locator('main').count()).toBe(1)
        expect(await app.page.locator('[data-plugwright-plugin]').evaluateAll(listPlugins)).toEqual([plugin])
      }
      expect(await app.page.locator('body').getAttribute('data-left')).toBe('')
    })

    test('hands over other parameters, and keeps the state of the page', async () => {
      await using _error = expectNoPageError(app.page)
      for (const { plugin, heading: name } of shown.filter(({ file }) => file !== 'ts')) {
        await app.open(`/plugins/${plugin}/items/1`)
        await expect.poll(() => heading(app)).toBe(`${name} one`)
        await app.page.getByTestId('count').click()
        await go(app, `/plugins/${plugin}/items/2`)
        await expect.poll(() => text(app, 'id')).toBe('2')
        expect(await text(app, 'count')).toBe('1')
      }
    })

    test('shows a card where a page throws, and the next page as if nothing had been', async () => {
      for (const { plugin, heading: name } of shown) {
        await app.open(`/plugins/${plugin}/items/1`)
        await expect.poll(() => heading(app)).toBe(`${name} one`)
        await go(app, `/plugins/${plugin}/items/13`)
        await expect.poll(() => card(app)).toBe('failed')
        expect(await app.page.locator('.plugwright-card').innerText()).toContain(`no thirteen in ${name}`)
        await go(app, '/')
        await expect.poll(() => heading(app)).toBe('The host')
        await go(app, `/plugins/${plugin}/items/3`)
        await expect.poll(() => text(app, 'id')).toBe('3')
      }
    })

    test('has one copy of each framework', async () => {
      await app.page.addInitScript(countReactDom)
      await app.open('/')
      for (const { plugin, heading: name } of shown) {
        await go(app, `/plugins/${plugin}/items/1`)
        await expect.poll(() => heading(app)).toBe(`${name} one`)
      }
      // Each copy of Vue leaves a function there, each copy of React's renderer registers with its developer tools.
      const copies = await app.page.evaluate(() => ({
        vue: (Reflect.get(globalThis, '__VUE_INSTANCE_SETTERS__') as unknown[]).length,
        react: Reflect.get(globalThis, 'copiesOfReactDom') as unknown,
      }))
      expect(copies).toEqual({ vue: 1, react: 1 })
      for (const name of ['react', 'vue'] as const) {
        await app.open(`/plugins/with-${name}/items/1`)
        await expect.poll(() => text(app, 'version')).toBe(await readVersion(app, name))
      }
    })

    if (mode === 'dev') {
      test.each(shown)(
        'an edit of a page of $plugin is there without a reload',
        async ({ plugin, file, heading: name, keepsState }) => {
          await app.open(`/plugins/${plugin}/items/1`)
          await expect.poll(() => heading(app)).toBe(`${name} one`)
          await using _error = expectNoPageError(app.page)
          await using _reload = await expectNoReload(app.page)
          await app.page.getByTestId('host-count').click()
          if (file !== 'ts') await app.page.getByTestId('count').click()

          const page = `plugins/${plugin}/frontend/src/pages/items/[id].${file}`
          await app.editFile(page, (source) => source.replace(`${name} one`, `${name} two`))
          await expect.poll(() => heading(app)).toBe(`${name} two`)
          if (file !== 'ts') expect(await text(app, 'count')).toBe(keepsState ? '1' : '0')
          expect(await text(app, 'host-count')).toBe('1')
        },
      )
    }
  })
})

function useFixture(host: FrameworkHost, mode: 'dev' | 'build'): App {
  return useApp({
    mode,
    app: `test/browser/fixtures/${host}`,
    prepare: (dir) => prepareFrameworkHost(host, dir),
  })
}

/** Goes to an address of the host without loading the document again. */
async function go(app: App, address: string): Promise<void> {
  await app.page.getByTestId('to').fill(address)
  await app.page.getByTestId('to').press('Enter')
}

function heading(app: App): Promise<string> {
  return app.page.locator('h1').innerText()
}

function text(app: App, id: string): Promise<string> {
  return app.page.getByTestId(id).innerText()
}

function card(app: App): Promise<string | null> {
  return app.page.locator('.plugwright-card').getAttribute('data-plugwright-card')
}

function listPlugins(elements: readonly Element[]): (string | null)[] {
  return elements.map((element) => element.getAttribute('data-plugwright-plugin'))
}

/** Runs in the page, before anything of it. */
function countReactDom(): void {
  Reflect.set(globalThis, 'copiesOfReactDom', 0)
  Reflect.set(globalThis, '__REACT_DEVTOOLS_GLOBAL_HOOK__', {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => {
      const copies = Number(Reflect.get(globalThis, 'copiesOfReactDom')) + 1
      Reflect.set(globalThis, 'copiesOfReactDom', copies)
      return copies
    },
    onCommitFiberRoot: () => undefined,
    onCommitFiberUnmount: () => undefined,
    onScheduleFiberRoot: () => undefined,
  })
}

async function readVersion(app: App, name: string): Promise<unknown> {
  const file = join(app.dir, 'node_modules', name, 'package.json')
  return (JSON.parse(await readFile(file, 'utf8')) as { readonly version: unknown }).version
}
