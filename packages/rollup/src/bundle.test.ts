import { readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { compileFunction } from 'node:vm'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { afterAll, describe, expect, test, vi } from 'vitest'
import {
  blankHash,
  bundleFixture,
  copyFixture,
  format,
  removeFixtures,
  requestOf,
} from './fixture.test.kit.ts'

afterAll(removeFixtures)

describe('what only Vite understands', () => {
  test('Vue, Svelte, Sass and globs become a bundle with a style sheet for each page', async () => {
    const dir = await copyFixture('frameworks')
    const request = await requestOf(dir)
    const { build, diagnostics, text } = await bundleFixture(dir, request, {
      plugins: [vue(), svelte({ configFile: false })],
    })
    expect(format(diagnostics, dir)).toBe('')
    expect(build?.bundler.name).toBe('vite')
    const [index, notes] = build?.entryPoints ?? []
    expect(index?.css.map(text).join('')).toMatch(/color:#010203.*\.theme \.inner\{color:#040506\}/s)
    expect(notes?.css.map(text).join('')).toMatch(/\.names\.svelte-\w+\{color:#070809\}/)
    expect(build?.external).toEqual(expect.arrayContaining(['svelte', 'svelte/internal/client', 'vue']))
    expect(build?.inputs.map((input) => input.path)).toEqual([
      'frontend/src/_palette.scss',
      'frontend/src/counter.vue',
      'frontend/src/note.svelte',
      'frontend/src/notes/first.md',
      'frontend/src/notes/second.md',
      'frontend/src/pages/index.ts',
      'frontend/src/pages/notes.ts',
      'frontend/src/theme.scss',
    ])
    expect(new Set(build?.outputs.map((output) => blankHash(output.path)))).toEqual(
      new Set([
        'chunk-HASH.js',
        'pages-index-HASH.css',
        'pages-index-HASH.js',
        'pages-notes-HASH.css',
        'pages-notes-HASH.js',
      ]),
    )
  })

  test('a Vite configuration in the plugin folder applies', async () => {
    const dir = await copyFixture('portable-dialect', { of: 'esbuild' })
    await writeFile(
      path.join(dir, 'vite.config.mjs'),
      "export default { define: { 'import.meta.env.MODE': '\"of my own\"' }, base: '/elsewhere/' }\n",
    )
    const { build, text } = await bundleFixture(dir, await requestOf(dir))
    expect(text(build?.entryPoints[0]?.file ?? '')).toContain('of my own')
    expect(text(build?.entryPoints[0]?.file ?? '')).not.toContain('/elsewhere/')
  })
})

describe('the portable dialect', () => {
  test('gives files with names of their content, found from the module', async () => {
    const dir = await copyFixture('portable-dialect', { of: 'esbuild' })
    const { build, diagnostics, folder, text } = await bundleFixture(dir, await requestOf(dir))
    expect(format(diagnostics, dir)).toBe('')
    const names = new Set(build?.outputs.map((output) => blankHash(output.path)))
    expect([...names].toSorted()).toEqual([
      'assets/blob-HASH.bin',
      'assets/font-HASH.woff2',
      'assets/logo-HASH.png',
      'chunk-HASH.css',
      'chunk-HASH.js',
      'pages-index-HASH.css',
      'pages-index-HASH.js',
      'pages-other-HASH.css',
      'pages-other-HASH.js',
    ])
    const [index, other] = build?.entryPoints ?? []
    await rm(path.join(dir, 'frontend'), { recursive: true })
    // The copy has a React of its own, which the page imports as that of the host.
    const page = (await import(pathToFileURL(path.join(folder, index?.file ?? '')).href)) as IndexPage
    expect(page.mode).toEqual(['production', false, true])
    expect(page.query).toContain('select 1')
    for (const url of Object.values(page.urls)) await readFile(new URL(url))
    expect(text(index?.css[0] ?? '')).toMatch(/url\(\.\/assets\/logo-[0-9a-f]{16}\.png\)/)
    expect(other?.css).toHaveLength(1)
  })
})

describe('the bytes', () => {
  test('are the same at another depth, and name no place of the machine', async () => {
    const [near, far] = [
      await copyFixture('portable-dialect', { of: 'esbuild' }),
      await copyFixture('portable-dialect', { of: 'esbuild', below: 'a/deeper/place' }),
    ]
    const options = { sourcemap: 'linked' } as const
    const first = await bundleFixture(near, await requestOf(near), options)
    const second = await bundleFixture(far, await requestOf(far), options)
    expect(second.build).toEqual(first.build)
    for (const { path: name } of first.build?.outputs ?? []) {
      expect(first.text(name), name).not.toContain(path.dirname(near))
    }
  })

  test('source maps name sources from the plugin folder on', async () => {
    const dir = await copyFixture('portable-dialect', { of: 'esbuild' })
    const { build, text } = await bundleFixture(dir, await requestOf(dir), { sourcemap: 'linked' })
    const file = build?.entryPoints[0]?.file ?? ''
    expect(text(file)).toContain(`//# sourceMappingURL=${file}.map`)
    const { sources } = JSON.parse(text(`${file}.map`)) as { sources: string[] }
    expect(sources).toContain('frontend/src/pages/index.tsx')
  })

  test('are minified unless asked not to be', async () => {
    const dir = await copyFixture('portable-dialect', { of: 'esbuild' })
    const { build, text } = await bundleFixture(dir, await requestOf(dir), { minify: false })
    expect(text(build?.entryPoints[0]?.file ?? '')).toContain('function Index(')
  })
})

describe('shared packages', () => {
  test('stay imports, also where a private dependency requires them', async () => {
    const dir = await copyFixture('shared-required')
    const { build, diagnostics, text } = await bundleFixture(dir, await requestOf(dir))
    expect(format(diagnostics, dir)).toBe('')
    expect(build?.external).toEqual(['react', 'react/jsx-runtime'])
    expect(text(build?.entryPoints[0]?.file ?? '')).not.toMatch(/\brequire\(/)
  })

  test('that are bundled all the same are SHARED_BUNDLED, with the chain of imports', async () => {
    const dir = await copyFixture('shared-bundled', { of: 'esbuild' })
    const { build, diagnostics } = await bundleFixture(dir, await requestOf(dir))
    expect(diagnostics).toMatchObject([
      {
        code: 'SHARED_BUNDLED',
        message: expect.stringContaining('frontend/src/pages/index.tsx → '),
        file: expect.stringContaining('frontend/src/'),
      },
    ])
    expect(build).toBeUndefined()
  })

  test('are all that a configuration may leave to the host', async () => {
    const dir = await copyFixture('shared-required')
    const external = "export default { build: { rolldownOptions: { external: ['legacy'] } } }\n"
    await writeFile(path.join(dir, 'vite.config.mjs'), external)
    const { diagnostics } = await bundleFixture(dir, await requestOf(dir))
    expect(diagnostics).toMatchObject([
      { code: 'ROLLUP_OPTION_CONFLICT', message: expect.stringContaining('"external" is ["legacy"]') },
    ])
  })
})

describe('servers', () => {
  test('get ES modules that run, with the files they read', async () => {
    const dir = await copyFixture('server')
    const { build, diagnostics, folder } = await bundleFixture(
      dir,
      await requestOf(dir, { shape: 'server-esm', external: ['@plugwright/router'] }),
    )
    expect(format(diagnostics, dir)).toBe('')
    await rm(path.join(dir, 'backend'), { recursive: true })
    await rm(path.join(dir, 'node_modules'), { recursive: true })
    expect(build?.external).toEqual(expect.arrayContaining(['node:fs', 'node:path']))
    const router = await importFile(path.join(folder, build?.entryPoints[1]?.file ?? ''))
    expect(router).toMatchObject({ query: 'select 1\n', legacy: { base: 'x.js', isText: true } })
  })

  test('get one CommonJS body with a namespace for each module', async () => {
    const dir = await copyFixture('server')
    const { build, diagnostics, folder, text } = await bundleFixture(
      dir,
      await requestOf(dir, { shape: 'server-cjs', external: ['@plugwright/router'] }),
    )
    expect(format(diagnostics, dir)).toBe('')
    expect(new Set(build?.entryPoints.map(({ file }) => file)).size).toBe(1)
    expect(build?.external).toEqual(['node:fs', 'node:path'])
    const file = path.join(folder, build?.entryPoints[0]?.file ?? '')
    const body = { exports: {} as Record<string, object> }
    const parameters = ['exports', 'require', 'module', '__filename', '__dirname']
    // A host wraps the body in a function, too.
    const run = compileFunction(text(path.basename(file)), parameters) as (...values: unknown[]) => void
    run(body.exports, createRequire(file), body, file, folder)
    expect(body.exports['backend/routers/query.ts']).toMatchObject({ query: 'select 1\n' })
    expect(Object.keys(body.exports)).toEqual(['backend/routers/other.ts', 'backend/routers/query.ts'])
  })
})

test('a single module brings its CSS and its assets itself', async () => {
  const dir = await copyFixture('portable-dialect', { of: 'esbuild' })
  const request = await requestOf(dir, { shape: 'single-module', css: 'inject', external: [] })
  const [first] = request.entryPoints
  const styles: string[] = []
  const { build, diagnostics, text } = await bundleFixture(dir, { ...request, entryPoints: [first!] })
  expect(format(diagnostics, dir)).toBe('')
  expect(build?.outputs).toHaveLength(1)
  const head = { append: (style: { textContent: string }): number => styles.push(style.textContent) }
  vi.stubGlobal('document', { createElement: Object, head })
  const url = `data:text/javascript;base64,${Buffer.from(text(build?.entryPoints[0]?.file ?? '')).toString('base64')}`
  const page = (await import(/* @vite-ignore */ url)) as IndexPage
  vi.unstubAllGlobals()
  expect(styles).toEqual([expect.stringMatching(/\.page\{background:url\("?data:image\/png/)])
  expect(Object.values(page.urls).every((one) => one.startsWith('data:'))).toBe(true)
})

test.each([
  { shape: 'pages', css: 'inject' },
  { shape: 'single-module', css: 'file' },
] as const)('%j for several entry points is BUNDLE_UNSUPPORTED', async (given) => {
  const dir = await copyFixture('portable-dialect', { of: 'esbuild' })
  const { diagnostics } = await bundleFixture(dir, await requestOf(dir, given))
  expect(diagnostics).toMatchObject([{ code: 'BUNDLE_UNSUPPORTED' }])
})

describe('broken code', () => {
  test.each([
    ['syntax-error', 'BUNDLE_SYNTAX'],
    ['unresolved-file', 'BUNDLE_UNRESOLVED'],
    ['unresolved-package', 'BUNDLE_UNRESOLVED'],
    ['missing-export', 'BUNDLE_FAILED'],
  ])('%s is %s with its place, and nothing is written', async (fixture, code) => {
    const dir = await copyFixture(fixture, { of: 'esbuild' })
    const { diagnostics, build } = await bundleFixture(dir, await requestOf(dir))
    expect(diagnostics[0]).toMatchObject({
      code,
      file: expect.stringMatching(/^\/.*\/frontend\/src\//),
      span: { start: { line: expect.any(Number) } },
    })
    expect(format(diagnostics, dir)).not.toMatch(/\u001b|╭|\/plugin\//)
    expect(build).toBeUndefined()
  })

  test('says what to do about an import that leads nowhere', async () => {
    const dir = await copyFixture('unresolved-file', { of: 'esbuild' })
    const { diagnostics } = await bundleFixture(dir, await requestOf(dir))
    expect(diagnostics[0]?.hint).toMatch(/^no such file/)
  })

  test('in a style sheet has its place', async () => {
    const dir = await copyFixture('frameworks')
    await writeFile(path.join(dir, 'frontend/src/_palette.scss'), '$accent: ;\n')
    const { diagnostics } = await bundleFixture(dir, await requestOf(dir), {
      plugins: [vue(), svelte({ configFile: false })],
    })
    expect(diagnostics[0]).toMatchObject({
      code: 'BUNDLE_SYNTAX',
      message: 'The file does not parse: Expected expression.',
      file: path.join(dir, 'frontend/src/_palette.scss'),
      span: { start: { line: 1, column: 10 } },
    })
  })
})

test('a warning of the build is BUNDLE_WARNING', async () => {
  const dir = await copyFixture('shared-required')
  await writeFile(path.join(dir, 'frontend/src/pages/index.tsx'), 'export default () => eval("1")\n')
  const { diagnostics, build } = await bundleFixture(dir, await requestOf(dir))
  expect(diagnostics).toMatchObject([{ code: 'BUNDLE_WARNING', severity: 'warning' }])
  expect(build).toBeDefined()
})

test('a page without what it has to export is BUNDLE_EXPORT_MISSING', async () => {
  const dir = await copyFixture('shared-required')
  const file = path.join(dir, 'frontend/src/pages/index.tsx')
  const request = await requestOf(dir)
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

async function importFile(file: string): Promise<unknown> {
  return import(/* @vite-ignore */ pathToFileURL(file).href)
}

interface IndexPage {
  readonly mode: unknown
  readonly query: string
  readonly urls: Readonly<Record<string, string>>
}
