import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import vue from '@vitejs/plugin-vue'
import { afterAll, describe, expect, test } from 'vitest'
import { blankHash, bundleFixture, copyFixture, format, removeFixtures, requestOf } from './fixture.test.kit.ts'

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
    expect(build?.outputs.map((output) => blankHash(output.path))).toEqual([])
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
    expect(build?.outputs.map((output) => blankHash(output.path))).toEqual([
      'assets/blob-HASH.bin',
      'assets/font-HASH.woff2',
      'assets/logo-HASH.png',
    ])
    const [index, other] = build?.entryPoints ?? []
    await rm(path.join(dir, 'frontend'), { recursive: true })
    const page = (await import(pathToFileURL(path.join(folder, index?.file ?? '')).href)) as IndexPage
    expect(page.mode).toEqual(['production', false, true])
    expect(page.query).toContain('select 1')
    for (const url of Object.values(page.urls)) await readFile(new URL(url))
    expect(text(index?.css[0] ?? '')).toMatch(/url\(\.\/assets\/logo-[0-9a-f]{16}\.png\)/)
    expect(other?.css).toHaveLength(1)
  })
})

interface IndexPage {
  readonly mode: unknown
  readonly query: string
  readonly urls: Readonly<Record<string, string>>
}
