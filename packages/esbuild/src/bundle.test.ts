import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { appendFile, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compileFunction } from 'node:vm'
import { bundleDir, findStaleness } from '@plugwright/pack'
import type { BundleRequest } from '@plugwright/pack'
import type { Manifest } from '@plugwright/manifest'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createEsbuildBundler } from './bundler.ts'
import {
  bundleFixture,
  copyFixture,
  format,
  pagesRequest,
  serverRequest,
  removeFixtures,
} from './fixture.test.kit.ts'
import type { Bundled } from './fixture.test.kit.ts'

afterAll(removeFixtures)

describe('the portable frontend dialect', () => {
  test('becomes modules that run, with URLs that lead to files', async () => {
    const { dir, bundled } = await bundlePages('portable-dialect')
    expect(format(bundled.diagnostics, dir)).toBe('\n')
    const page = await importEntry<IndexPage>(bundled, 0)
    expect(page.mode).toEqual(['production', false, true])
    expect(page.data).toEqual({ answer: 42 })
    expect(page.query).toBe('select 1 -- "raw"\n')
    expect(page.default({ name: 'x' }).props.children).toContain("don't mind import.meta.glob ")
    for (const [name, url] of Object.entries(page.urls)) {
      const source = path.join(
        dir,
        'frontend/src',
        { logo: 'logo.png', blob: 'blob.bin', font: 'font.woff2' }[name] ?? '',
      )
      expect(readFileSync(fileURLToPath(url))).toEqual(readFileSync(source))
    }
    const later = await (await importEntry<OtherPage>(bundled, 1)).later()
    expect(later.answer).toBe(43)
  })

  test('gives each page its style sheet, with what its lazy parts need', async () => {
    const { bundled } = await bundlePages('portable-dialect')
    const [index, other] = entries(bundled)
    expect(other?.css.map((name) => bundled.text(name))).toEqual(['.other{color:teal}.later{color:olive}\n'])
    const css = bundled.text(index?.css[0] ?? '')
    expect(css).toContain('.base{color:navy}')
    expect(css).toMatch(/\.page\{background:url\(\.\/assets\/logo-[0-9a-f]{16}\.png\) no-repeat\}/)
    expect(css).toMatch(/src:url\(\.\/assets\/font-[0-9a-f]{16}\.woff2\?#iefix\)/)
    expect(css).toContain('url(https://cdn.test/x.png),url(data:image/png;base64,AAAA)')
    const sheets = bundled.build?.outputs.filter((output) => output.path.endsWith('.css'))
    expect(sheets).toHaveLength(2)
  })

  test('makes the names of CSS modules unique, the same in JavaScript and CSS', async () => {
    const { bundled } = await bundlePages('portable-dialect')
    const { classNames } = await importEntry<IndexPage>(bundled, 0)
    expect(classNames.title).toMatch(/^card_[0-9a-f]{8}_title$/)
    expect(classNames.strong.split(' ')).toEqual([
      expect.stringMatching(/^text_[0-9a-f]{8}_bold$/),
      classNames.title,
      expect.stringMatching(/^card_[0-9a-f]{8}_strong$/),
    ])
    const css = bundled.text(entries(bundled)[0]?.css[0] ?? '')
    expect(css).toContain(`.host .${classNames.title}{color:#00f}`)
    expect(css).toContain(`animation:${classNames.spin} 1s`)
  })

  test('shares what two pages import, and imports what the host shares', async () => {
    const { bundled } = await bundlePages('portable-dialect')
    const [index, other] = entries(bundled)
    expect(index?.imports).toHaveLength(1)
    expect(index?.imports).toEqual(other?.imports)
    expect(bundled.build?.external).toEqual(['react', 'react/jsx-runtime'])
  })
})

test('a private dependency in CommonJS is bundled and gets the shared React', async () => {
  const { dir, bundled } = await bundlePages('private-dependency')
  const react = await importFile<{ useState: unknown; useEffect: unknown }>(
    path.join(dir, 'node_modules/react/index.js'),
  )
  const page = await importEntry<{ default(): [string, unknown, [unknown, string]] }>(bundled, 0)
  const [name, hook, [effect, mode]] = page.default()
  expect([name, mode]).toEqual(['legacy 1.0.0 production', 'production'])
  expect(hook).toBe(react.useState)
  expect(effect).toBe(react.useEffect)
  expect(bundled.text(entries(bundled)[0]?.file ?? '')).toContain('legacy, MIT')
})

test("the plugin's own aliases are followed, and assets that are not used stay out", async () => {
  const { dir, bundled } = await bundlePages('tsconfig-paths')
  expect(format(bundled.diagnostics, dir)).toBe('\n')
  expect(bundled.text(entries(bundled)[0]?.file ?? '')).toContain('by an alias')
  const assets = bundled.build?.outputs.filter((output) => output.path.startsWith('assets/'))
  expect(assets?.map((output) => output.path)).toEqual([expect.stringMatching(/^assets\/logo-/)])
})

test("esbuild's warnings are passed on", async () => {
  const { dir, bundled } = await bundlePages('warning')
  expect(bundled.build).toBeDefined()
  expect(bundled.diagnostics).toMatchObject([
    {
      code: 'BUNDLE_WARNING',
      severity: 'warning',
      file: path.join(dir, 'frontend/src/pages/index.tsx'),
      span: { start: { line: 1, column: 52 } },
    },
  ])
})

describe('servers', () => {
  test('get ES modules that share their state', async () => {
    const dir = await copyFixture('server')
    const bundled = await bundleFixture(dir, await serverRequest(dir, 'server-esm'))
    expect(format(bundled.diagnostics, dir)).toBe('\n')
    const accounts = await importEntry<AccountsRouter>(bundled, 0)
    const customers = await importEntry<CustomersRouter>(bundled, 1)
    expect(await customers.router().text()).toBe('hello customers 1 Ada string string')
    expect(await accounts.router.fetch().text()).toBe('hello accounts 2')
    expect(bundled.build?.external).toEqual(['node:events', 'node:fs', 'node:os'])
  })

  test('get one CommonJS body that runs in the scope of a function', async () => {
    const dir = await copyFixture('server')
    const bundled = await bundleFixture(dir, await serverRequest(dir, 'server-cjs'))
    const files = new Set(entries(bundled).map((entry) => entry.file))
    expect(files.size).toBe(1)
    const file = path.join(bundled.folder, [...files].join())
    const module = { exports: {} as Record<string, CustomersRouter> }
    const names = ['exports', 'require', 'module', '__filename', '__dirname']
    const body = compileFunction(readFileSync(file, 'utf8'), names)
    body(module.exports, createRequire(file), module, file, path.dirname(file))
    expect(Object.keys(module.exports)).toEqual(entries(bundled).map((entry) => entry.module))
    const customers = module.exports['backend/routers/customers.ts']
    expect(await customers?.router().text()).toBe('hello customers 1 Ada string string')
  })
})

describe('the same plugin gives the same bytes', () => {
  test.each(['portable-dialect', 'private-dependency'])('%s, at another depth', async (name) => {
    const [near, far] = [await copyFixture(name), await copyFixture(name, 'a/much/deeper/place')]
    // A folder above must not have a say.
    await writeFile(
      path.join(far, '../tsconfig.json'),
      '{ "compilerOptions": { "jsxImportSource": "other" } }',
    )
    const [first, second] = [await bundlePagesIn(near), await bundlePagesIn(far)]
    expect(second.build).toEqual(first.build)
    for (const { path: output } of first.build?.outputs ?? []) {
      expect(readFileSync(path.join(second.folder, output))).toEqual(
        readFileSync(path.join(first.folder, output)),
      )
      expect(first.text(output)).not.toContain(path.basename(path.dirname(near)))
    }
  })

  test('through a link to the folder', async () => {
    const dir = await copyFixture('portable-dialect')
    const link = path.join(path.dirname(dir), 'link')
    await symlink(dir, link)
    const [direct, linked] = [await bundlePagesIn(dir), await bundlePagesIn(link)]
    expect(linked.build).toEqual(direct.build)
    expect(await findStaleness(link, linked.build!, linked.build!.request)).toBeUndefined()
  })
})

describe('file names', () => {
  test('change where something changed that is loaded through them', async () => {
    const dir = await copyFixture('portable-dialect')
    const before = entries(await bundlePagesIn(dir))
    await appendFile(path.join(dir, 'frontend/src/pages/other.jsx'), 'export const added = 1\n')
    const after = entries(await bundlePagesIn(dir))
    expect(after[0]).toEqual(before[0])
    expect(after[1]).not.toEqual(before[1])
    expect(after[1]?.imports).toEqual(before[1]?.imports)
    await appendFile(path.join(dir, 'frontend/src/label.ts'), 'globalThis.loud = true\n')
    const last = entries(await bundlePagesIn(dir))
    expect(last[0]?.file).not.toBe(after[0]?.file)
    expect(last[1]?.file).not.toBe(after[1]?.file)
  })
})

describe('build.json', () => {
  test('knows every input, so that a changed one is found', async () => {
    const dir = await copyFixture('portable-dialect')
    const { build } = await bundlePagesIn(dir)
    const request = await pagesRequest(dir)
    expect(await findStaleness(dir, build!, request)).toBeUndefined()
    for (const name of [
      'frontend/src/text.module.css',
      'frontend/src/font.woff2',
      'frontend/src/query.sql',
    ]) {
      const before = readFileSync(path.join(dir, name))
      await appendFile(path.join(dir, name), '\n')
      expect(await findStaleness(dir, build!, request)).toEqual({ reason: 'input', path: name })
      await writeFile(path.join(dir, name), before)
    }
    expect(readdirSync(path.dirname(bundleDir(dir, 'pages')))).toEqual(['pages'])
  })

  test('stays as it was when the code is broken', async () => {
    const dir = await copyFixture('portable-dialect')
    const before = await bundlePagesIn(dir)
    await writeFile(path.join(dir, 'frontend/src/label.ts'), 'export const = 1')
    const after = await bundlePagesIn(dir)
    expect(after.diagnostics.map(({ code }) => code)).toEqual(['BUNDLE_SYNTAX'])
    expect(after.build).toEqual(before.build)
    expect(readdirSync(path.dirname(bundleDir(dir, 'pages')))).toEqual(['pages'])
  })
})

describe('options', () => {
  test('source maps name their sources without the place of the plugin', async () => {
    const dir = await copyFixture('private-dependency')
    const bundled = await bundleFixture(dir, await pagesRequest(dir), { sourcemap: 'linked' })
    const file = entries(bundled)[0]?.file ?? ''
    expect(bundled.text(file)).toContain(`\n//# sourceMappingURL=${file}.map\n`)
    expect(JSON.parse(bundled.text(`${file}.map`)).sources).toContain('node_modules/legacy/index.js')
    expect(JSON.parse(bundled.text(`${file}.map`)).sources).toContain('frontend/src/pages/index.tsx')
  })

  test('source maps of style sheets and virtual modules know nothing of the machine either', async () => {
    const dir = await copyFixture('portable-dialect')
    const bundled = await bundleFixture(dir, await pagesRequest(dir), { sourcemap: 'linked' })
    const maps = bundled.build?.outputs.filter((output) => output.path.endsWith('.map')) ?? []
    expect(maps.length).toBeGreaterThan(4)
    for (const { path: name } of maps) {
      const { sources } = JSON.parse(bundled.text(name)) as { sources: string[] }
      expect(bundled.text(name)).not.toContain(path.basename(path.dirname(dir)))
      for (const source of sources) expect(existsSync(path.join(dir, source))).toBe(true)
    }
  })

  test('readable output', async () => {
    const dir = await copyFixture('private-dependency')
    const bundled = await bundleFixture(dir, await pagesRequest(dir), { minify: false })
    expect(bundled.text(entries(bundled)[0]?.file ?? '')).toContain('// frontend/src/pages/index.tsx')
  })

  test('an abort stops the work and writes nothing', async () => {
    const dir = await copyFixture('portable-dialect')
    const context = {
      dir,
      manifest: { name: 'crm' } as Manifest,
      signal: AbortSignal.abort(new Error('enough')),
    }
    await expect(createEsbuildBundler().bundle([await pagesRequest(dir)], context)).rejects.toThrow('enough')
    expect(existsSync(bundleDir(dir, 'pages'))).toBe(false)
  })
})

test('an abort in the middle stops the work, too', async () => {
  const dir = await copyFixture('portable-dialect')
  const controller = new AbortController()
  const context = { dir, manifest: { name: 'crm' } as Manifest, signal: controller.signal }
  const running = createEsbuildBundler().bundle([await pagesRequest(dir)], context)
  controller.abort(new Error('enough'))
  await expect(running).rejects.toThrow('enough')
  expect(existsSync(bundleDir(dir, 'pages'))).toBe(false)
})

test('a single module has its lazy parts inside', async () => {
  const dir = await copyFixture('portable-dialect')
  const request = await pagesRequest(dir)
  const [, other] = request.entryPoints
  const bundled = await bundleFixture(dir, { ...request, shape: 'single-module', entryPoints: [other!] })
  const types = bundled.build?.outputs.map((output) => path.extname(output.path))
  expect(types?.toSorted()).toEqual(['.css', '.js'])
  expect(await (await importEntry<OtherPage>(bundled, 0)).later()).toMatchObject({ answer: 43 })
})

describe('a single module that brings its CSS', () => {
  test('is one file without imports that works from any URL', async () => {
    const dir = await copyFixture('portable-dialect')
    const bundled = await bundleFixture(dir, componentRequest)
    expect(format(bundled.diagnostics, dir)).toBe('\n')
    const [entry] = entries(bundled)
    expect(bundled.build?.outputs.map((output) => output.path)).toEqual([entry?.file])
    expect(bundled.build?.external).toEqual([])
    expect(entry).toMatchObject({ css: [], imports: [] })

    const { page, styles } = await importStyled(bundled.text(entry?.file ?? ''))
    expect(styles).toHaveLength(1)
    expect(styles[0]).toContain(`.host .${page.classNames.title}{color:#00f}`)
    expect(styles[0]).toContain('.base{color:navy}')
    expect(styles[0]).toMatch(/\.page\{background:url\("?data:image\/png;base64,[^)]*\) no-repeat\}/)
    expect(styles[0]).toMatch(/src:url\("?data:font\/woff2;base64,[^)?]*#iefix"?\)/)
    expect(styles[0]).toContain('https://cdn.test/x.png')
    for (const [name, url] of Object.entries(page.urls)) {
      const source = { logo: 'logo.png', blob: 'blob.bin', font: 'font.woff2' }[name] ?? ''
      const bytes = Buffer.from(await (await fetch(url)).arrayBuffer())
      expect(bytes).toEqual(readFileSync(path.join(dir, 'frontend/src', source)))
    }
  })

  test('is the same at another depth, and stale when a file within it changes', async () => {
    const [near, far] = [
      await copyFixture('portable-dialect'),
      await copyFixture('portable-dialect', 'a/b/c'),
    ]
    const [first, second] = [
      await bundleFixture(near, componentRequest),
      await bundleFixture(far, componentRequest),
    ]
    expect(second.build?.outputs).toEqual(first.build?.outputs)
    await appendFile(path.join(near, 'frontend/src/logo.png'), 'x')
    const build = first.build
    if (build === undefined) throw new Error('Nothing was built.')
    expect(await findStaleness(near, build, componentRequest)).toEqual({
      reason: 'input',
      path: 'frontend/src/logo.png',
    })
  })

  test('keeps the lines of its source map right', async () => {
    const dir = await copyFixture('portable-dialect')
    const bundled = await bundleFixture(dir, componentRequest, { sourcemap: 'linked' })
    const [entry] = entries(bundled)
    const text = bundled.text(entry?.file ?? '')
    const { mappings } = JSON.parse(bundled.text(`${entry?.file}.map`)) as { mappings: string }
    expect(text.split('\n')[0]).toMatch(/^\{const style=/)
    // The first line is ours, and no source has it.
    expect(mappings.split(';')[0]).toBe('')
    expect(mappings.split(';')[1]).not.toBe('')
  })
})

describe('problems', () => {
  const fixtures = path.resolve(import.meta.dirname, '../fixtures')
  const broken = readdirSync(fixtures).filter((name) => existsSync(path.join(fixtures, name, 'error.txt')))

  test.each(broken)('%s', async (name) => {
    const dir = await copyFixture(name)
    const isServer = existsSync(path.join(dir, 'backend'))
    const request = isServer ? await serverRequest(dir, 'server-esm') : await pagesRequest(dir)
    const { build, diagnostics } = await bundleFixture(dir, request)
    await expect(format(diagnostics, dir)).toMatchFileSnapshot(path.join(fixtures, name, 'error.txt'))
    expect(JSON.parse(JSON.stringify(diagnostics))).toEqual(diagnostics)
    expect(build).toBeUndefined()
  })

  test('a missing export is found also where the module shares code with others', async () => {
    const dir = await copyFixture('export-missing-page')
    const request = await pagesRequest(dir)
    const { diagnostics } = await bundleFixture(
      dir,
      { ...request, shape: 'single-module' },
      { minify: false },
    )
    const pages = diagnostics.map(({ file = '' }) => path.basename(file))
    expect(pages).toEqual(['empty.tsx', 'index.tsx', 'type.tsx'])
  })

  test('CSS that several modules would have to insert is refused', async () => {
    const dir = await copyFixture('portable-dialect')
    const { diagnostics } = await bundleFixture(dir, { ...(await pagesRequest(dir)), css: 'inject' })
    expect(diagnostics.map(({ code }) => code)).toEqual(['BUNDLE_UNSUPPORTED'])
  })
})

test('a page without what it has to export is BUNDLE_EXPORT_MISSING', async () => {
  const dir = await copyFixture('portable-dialect')
  const file = path.join(dir, 'frontend/src/pages/index.tsx')
  const request = await pagesRequest(dir)
  const entryPoints = request.entryPoints.map((one) => ({ ...one, exports: [['default', 'mount']] }))
  const asked = { ...request, entryPoints: entryPoints.filter(({ module }) => file.endsWith(module)) }
  await writeFile(file, 'export const mounts = () => null\n')
  const { diagnostics, build } = await bundleFixture(dir, asked)
  expect(diagnostics).toMatchObject([
    { code: 'BUNDLE_EXPORT_MISSING', hint: 'it exports mounts; did you mean "mounts"?', file },
  ])
  expect(build).toBeUndefined()
  for (const text of ['export const mount = () => {}\n', "export * from 'react'\n"]) {
    await writeFile(file, text)
    expect((await bundleFixture(dir, asked)).diagnostics).toEqual([])
  }
})

const componentRequest: BundleRequest = {
  id: 'component',
  entryPoints: [{ name: 'component', module: 'frontend/src/pages/index.tsx' }],
  shape: 'single-module',
  css: 'inject',
  external: [],
}

/** Imports a module from a URL that nothing is relative to, and collects the styles that it inserts. */
async function importStyled(text: string): Promise<{ page: IndexPage; styles: string[] }> {
  const styles: string[] = []
  const head = { append: (style: { textContent: string }): number => styles.push(style.textContent) }
  vi.stubGlobal('document', { createElement: Object, head })
  try {
    const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`
    return { page: (await import(/* @vite-ignore */ url)) as IndexPage, styles }
  } finally {
    vi.unstubAllGlobals()
  }
}

async function bundlePages(name: string): Promise<{ dir: string; bundled: Bundled }> {
  const dir = await copyFixture(name)
  return { dir, bundled: await bundlePagesIn(dir) }
}

async function bundlePagesIn(dir: string): Promise<Bundled> {
  return bundleFixture(dir, await pagesRequest(dir))
}

function entries({ build }: Bundled): NonNullable<Bundled['build']>['entryPoints'] {
  return build?.entryPoints ?? []
}

async function importEntry<Exports>(bundled: Bundled, index: number): Promise<Exports> {
  return importFile<Exports>(path.join(bundled.folder, entries(bundled)[index]?.file ?? ''))
}

async function importFile<Exports>(file: string): Promise<Exports> {
  return (await import(pathToFileURL(file).href)) as Exports
}

/** What `portable-dialect/frontend/src/pages/index.tsx` exports. */
interface IndexPage {
  default(props: { name: string }): { props: { children: unknown[] } }
  readonly mode: unknown
  readonly data: unknown
  readonly query: string
  readonly urls: Readonly<Record<string, string>>
  readonly classNames: { title: string; strong: string; spin: string }
}

interface OtherPage {
  later(): Promise<{ answer: number }>
}

interface CustomersRouter {
  router(): Response
}

interface AccountsRouter {
  readonly router: { fetch(): Response }
}
